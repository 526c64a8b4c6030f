import { keepCodesFresh, streamAuth } from '@/lib/auth-events';
import { eventStream } from '@/lib/event-stream';
import { onLeadChanged } from '@/lib/lead-events';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/**
 * All that open pages need to know, as it happens: `auth`, `phase`, `waitEnded`, `problem`, `lead`.
 * With `?wait=1` a person is waiting to scan: the session is started and its codes are kept fresh until the page goes away.
 */
export function GET(request: Request): Response {
  const waiting = new URL(request.url).searchParams.has('wait');
  return eventStream(request, (send, closed) => {
    streamAuth(send, closed);
    closed.addEventListener(
      'abort',
      onLeadChanged((id) => send('lead', id)),
    );
    if (waiting) void keepCodesFresh(send, closed);
  });
}
