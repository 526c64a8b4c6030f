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

/** Arrivals stand here raw: a message that arrived twice is seen twice. What this person wrote comes from the server's list. */
function linesOf(contact: ContactView, messages: PhoneMessage[]): Line[] {
  const arrived = contact.arrivals.map((arrival, index) => ({
    key: `${arrival.id}/${index}`,
    mine: false,
    text: arrival.text,
    at: arrival.at,
    state: null,
  }));
  const known = new Set(contact.arrivals.map((arrival) => arrival.id));
  const others = messages
    .filter((message) =>
      message.fromMe
        ? isWith(message.to, contact) && message.ack >= 2 && !known.has(message.id)
        : isWith(message.from, contact),
    )
    .map((message) => ({
      key: message.id,
      mine: !message.fromMe,
      text: message.text,
      at: new Date(message.timestamp * 1000).toISOString(),
      state: message.fromMe ? null : stateOf(message.ack),
    }));
  return [...others, ...arrived].sort((a, b) => a.at.slice(0, 19).localeCompare(b.at.slice(0, 19)));
}

function isWith(wid: string, contact: ContactView): boolean {
  return wid === `${contact.phone}@c.us` || wid === `${contact.lid}@lid`;
}

function stateOf(ack: number): MessageState {
  if (ack >= 3) return 'read';
  return ack === 2 ? 'device' : ack === 1 ? 'server' : 'pending';
}
