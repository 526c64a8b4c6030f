'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useLive } from '../live/live-provider';
import { act, PhoneError, type PhoneView, read } from './sandbox-api';

const POLL_MS = 1_000;

/** The owner's phone as it is now. It is asked rather than streamed: browsers allow six connections per server, and the page has one already. */
export function usePhone() {
  const [view, setView] = useState<PhoneView | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { auth, onLead } = useLive();

  const reload = useCallback(async () => {
    try {
      setView(await read<PhoneView>('phone'));
      setError(null);
    } catch (fault) {
      setError(wordsOf(fault));
    }
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state of the account may be a new state of the phone
  useEffect(() => void reload(), [reload, auth]);
  useEffect(() => onLead(() => void reload()), [onLead, reload]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void reload();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [reload]);

  return { view, error, reload };
}

/** Runs actions of the phone; keeps what it says when it refuses one. */
export function usePhoneAction(reload: () => Promise<void>) {
  const running = useRef(new Set<string>());
  const [refusal, setRefusal] = useState<string | null>(null);

  const attempt = async (name: string, action: () => Promise<unknown>): Promise<boolean> => {
    // Buttons stay enabled, because a disabled one loses the focus: a second press while the first is under way does nothing.
    if (running.current.has(name)) return false;
    running.current.add(name);
    setRefusal(null);
    try {
      await action();
      void reload();
      return true;
    } catch (fault) {
      setRefusal(wordsOf(fault));
      return false;
    } finally {
      running.current.delete(name);
    }
  };
  const run = (path: string, body?: Record<string, unknown>) => attempt(path, () => act(path, body));
  const forget = useCallback(() => setRefusal(null), []);
  return { refusal, forget, attempt, run };
}

function wordsOf(fault: unknown): string {
  return fault instanceof PhoneError ? fault.message : String(fault);
}
