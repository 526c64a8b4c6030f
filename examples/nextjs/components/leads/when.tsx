'use client';

import { useEffect, useState } from 'react';

/** Written by the browser alone: the server does not know the reader's time zone. */
export function When({ at, clock }: { at: string; clock?: boolean }) {
  const [text, setText] = useState('');
  useEffect(() => setText(format(new Date(at), clock)), [at, clock]);
  return (
    <time className="when" dateTime={at}>
      {text}
    </time>
  );
}

function format(date: Date, clock?: boolean): string {
  const today = new Date().toDateString() === date.toDateString();
  return clock || today
    ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString([], { day: 'numeric', month: 'short' });
}
