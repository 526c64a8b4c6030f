'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '@/lib/client';
import { useLive } from '../live/live-provider';

/**
 * What the server rendered, fetched again whenever a lead that `concerns` this page changes or the event stream was interrupted.
 * Answers that overtake each other cannot show an old state: only the latest question counts.
 */
export function useLeadData<T>(
  path: string,
  initial: T,
  concerns: (leadId: string) => boolean,
): [T, () => Promise<void>] {
  const { onLead } = useLive();
  const [data, setData] = useState(initial);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    // Keeps what is shown when the server is away; the stream's reconnection asks again.
    const fresh = await call<T>(path).catch(() => null);
    if (fresh !== null && mine === asked.current) setData(fresh);
  }, [path]);

  useEffect(
    () =>
      onLead((leadId) => {
        if (leadId === null || concerns(leadId)) void reload();
      }),
    [onLead, concerns, reload],
  );
  return [data, reload];
}
