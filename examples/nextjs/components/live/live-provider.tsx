'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { AuthView } from '@/lib/auth-view';
import type { Problem } from '@/lib/problem';

type Phase = 'launch' | 'navigate' | 'script' | null;

export interface Live {
  /** The account's state as last told; null until the first word from the server. */
  auth: AuthView | null;
  /** How far a running start is. */
  phase: Phase;
  /** Whether the event stream is open. */
  connected: boolean;
  /** The last fault that was told while waiting for a scan; stays until it is dismissed or the account is linked. */
  notice: Problem | null;
  dismissNotice: () => void;
  /** The server stopped asking for codes, because nobody scanned for five minutes. */
  waitEnded: boolean;
  /** Say whether a person on this page waits for a code: as long as one does, the server keeps codes fresh. */
  setWaiting: (waiting: boolean) => void;
  /** Hears of every lead that changes, and of `null` when something may have been missed. Returns unsubscribe. */
  onLead: (listener: LeadListener) => () => void;
}

type LeadListener = (leadId: string | null) => void;

const EVENTS = '/api/admin/crm/whatsapp/events';
const LiveContext = createContext<Live | null>(null);

/** One event stream for the whole page: browsers allow few connections per server. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [auth, setAuth] = useState<AuthView | null>(null);
  const [phase, setPhase] = useState<Phase>(null);
  const [connected, setConnected] = useState(false);
  const [notice, setNotice] = useState<Problem | null>(null);
  const [waiting, setWaiting] = useState(false);
  const [waitEnded, setWaitEnded] = useState(false);
  const leadListeners = useRef(new Set<LeadListener>());

  useEffect(() => {
    const tellLead = (id: string | null) => {
      for (const listener of leadListeners.current) listener(id);
    };
    const source = new EventSource(waiting ? `${EVENTS}?wait=1` : EVENTS);
    const hear = <T,>(name: string, listener: (data: T) => void) =>
      source.addEventListener(name, (event) => listener(JSON.parse((event as MessageEvent<string>).data) as T));
    source.onopen = () => {
      setConnected(true);
      tellLead(null);
    };
    source.onerror = () => setConnected(false);
    hear<AuthView>('auth', (event) => {
      setAuth(event);
      setPhase(null);
      if (event.type === 'linkRefused' || event.type === 'linkStalled') setNotice(event.error);
      if (event.type === 'authenticated' || event.type === 'ready') setNotice(null);
    });
    hear<Phase>('phase', setPhase);
    hear<Problem>('problem', setNotice);
    hear<null>('waitEnded', () => {
      setWaitEnded(true);
      setWaiting(false);
    });
    hear<string>('lead', tellLead);
    return () => source.close();
  }, [waiting]);

  const live = useMemo<Live>(
    () => ({
      auth,
      phase,
      connected,
      notice,
      dismissNotice: () => setNotice(null),
      waitEnded,
      setWaiting: (value) => {
        setWaiting(value);
        if (value) setWaitEnded(false);
      },
      onLead: (listener) => {
        leadListeners.current.add(listener);
        return () => leadListeners.current.delete(listener);
      },
    }),
    [auth, phase, connected, notice, waitEnded],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive() needs a <LiveProvider> around it');
  return live;
}
