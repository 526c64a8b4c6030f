'use client';

import { useEffect, useRef } from 'react';
import type { ChatMessage } from '@/lib/lead-types';
import { Ticks } from './ticks';
import { When } from './when';

interface Props {
  name: string;
  messages: ChatMessage[];
  /** The text that is being sent now. */
  sending: string | null;
}

export function MessageLog({ name, messages, sending }: Props) {
  const end = useRef<HTMLDivElement>(null);
  const count = messages.length + (sending === null ? 0 : 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what scrolls down
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="card message-log" role="log" aria-label={`Conversation with ${name}`} tabIndex={0}>
      {count === 0 && <p className="message-none muted">Nothing yet. Write the first message below.</p>}
      <ol>
        {messages.map((message) => (
          <Bubble key={message.id} message={message} name={name} />
        ))}
        {sending !== null && (
          <li className="bubble" data-direction="out" data-state="pending">
            <p className="bubble-text">{sending}</p>
            <p className="bubble-foot">
              <Ticks state="pending" />
            </p>
          </li>
        )}
      </ol>
      <div ref={end} />
    </section>
  );
}

function Bubble({ message, name }: { message: ChatMessage; name: string }) {
  return (
    <li className="bubble" data-direction={message.direction} data-state={message.state}>
      <span className="visually-hidden">{message.direction === 'in' ? `${name}:` : 'You:'}</span>
      <p className="bubble-text">{message.text ?? `(${message.type})`}</p>
      <p className="bubble-foot">
        {message.late && <span>while offline</span>}
        {message.fromPhone && <span>from the phone</span>}
        <When at={message.at} clock />
        {message.direction === 'out' && <Ticks state={message.state} />}
      </p>
    </li>
  );
}
