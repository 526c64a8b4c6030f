'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { MessageState } from '@/lib/lead-types';
import { Ticks } from '../leads/ticks';
import { When } from '../leads/when';
import { Icon } from '../ui/icon';
import type { ContactView, Person, PhoneMessage } from './sandbox-api';

interface Line {
  key: string;
  mine: boolean;
  text: string;
  at: string;
  state: MessageState | null;
}

interface Props {
  person: Person;
  contact: ContactView;
  messages: PhoneMessage[];
  say: (text: string) => Promise<boolean>;
  markRead: () => Promise<boolean>;
}

export function PersonChat({ person, contact, messages, say, markRead }: Props) {
  const [text, setText] = useState('');
  const lines = linesOf(contact, messages);
  const unread = messages.some((message) => message.fromMe && isWith(message.to, contact) && message.ack === 2);
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what scrolls down
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines.length]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && (await say(text))) setText('');
  };

  return (
    <section className="person" aria-label={`${person.name}’s phone`}>
      <header className="person-head">
        <strong>{person.name}</strong>
        <button type="button" className="button" data-size="small" disabled={!unread} onClick={() => void markRead()}>
          Mark as read
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="person-log" role="log" aria-label={`Messages on ${person.name}’s phone`} tabIndex={0}>
        {lines.length === 0 && <p className="muted small">Nothing arrived yet.</p>}
        <ol>
          {lines.map((line) => (
            <li key={line.key} className="bubble" data-direction={line.mine ? 'out' : 'in'}>
              <p className="bubble-text">{line.text}</p>
              <p className="bubble-foot">
                <When at={line.at} clock />
                {line.state && <Ticks state={line.state} />}
              </p>
            </li>
          ))}
        </ol>
        <div ref={end} />
      </div>
      <form className="person-say" onSubmit={submit}>
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={`Answer as ${person.name}`}
          placeholder="Answer"
          autoComplete="off"
        />
        <button type="submit" className="icon-button" data-kind="primary" aria-label={`Send as ${person.name}`}>
          <Icon name="send" />
        </button>
      </form>
    </section>
  );
}

/** In the order in which the server took them; arrivals raw, so that a message that arrived twice is seen twice. */
function linesOf(contact: ContactView, messages: PhoneMessage[]): Line[] {
  return messages.flatMap((message): Line[] => {
    const line = { mine: !message.fromMe, text: message.text, at: new Date(message.timestamp * 1000).toISOString() };
    if (!message.fromMe) {
      return isWith(message.from, contact) ? [{ ...line, key: message.id, state: stateOf(message.ack) }] : [];
    }
    if (!isWith(message.to, contact)) return [];
    const arrivals = contact.arrivals.filter((arrival) => arrival.id === message.id);
    return arrivals.map(({ at, text }, index) => ({ ...line, key: `${message.id}/${index}`, at, text, state: null }));
  });
}

function isWith(wid: string, contact: ContactView): boolean {
  return wid === `${contact.phone}@c.us` || wid === `${contact.lid}@lid`;
}

function stateOf(ack: number): MessageState {
  if (ack >= 3) return 'read';
  return ack === 2 ? 'device' : ack === 1 ? 'server' : 'pending';
}
