'use client';

import { useEffect, useState } from 'react';
import type { CodeView } from '@/lib/auth-view';

const RADIUS = 18;
const ROUND = 2 * Math.PI * RADIUS;
const TICK_MS = 250;

/** Whole seconds that the code still lives, from the moment this page got it. */
export function useSecondsLeft(code: CodeView): number {
  const [leftMs, setLeftMs] = useState(code.leftMs);
  useEffect(() => {
    const endsAt = performance.now() + code.leftMs;
    const tick = () => setLeftMs(Math.max(0, endsAt - performance.now()));
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [code]);
  return Math.ceil(leftMs / 1000);
}

/** The ring that empties. Not a live region: a number that changes each second would drown everything else. */
export function Countdown({ secondsLeft, lifeMs }: { secondsLeft: number; lifeMs: number }) {
  const part = Math.min(1, (secondsLeft * 1000) / Math.max(1, lifeMs));
  const clock = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
  return (
    <p className="countdown" role="timer" aria-live="off" data-low={secondsLeft <= 5 || undefined}>
      <svg viewBox="0 0 44 44" width="36" height="36" aria-hidden="true" focusable="false">
        <circle className="ring-track" cx="22" cy="22" r={RADIUS} />
        <circle
          className="ring"
          cx="22"
          cy="22"
          r={RADIUS}
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - part)}
        />
      </svg>
      <span>
        New code in <strong>{clock}</strong>
      </span>
    </p>
  );
}
