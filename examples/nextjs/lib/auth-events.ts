import { authView } from './auth-view';
import type { SendEvent } from './event-stream';
import { toProblem } from './problem';
import { login, onAuth, status } from './whatsapp';

const PHASE_MS = 400;

/** Tells the present state at once and then every change. Starts nothing. */
export function streamAuth(send: SendEvent, closed: AbortSignal): void {
  let phaseTimer: NodeJS.Timeout | undefined;
  const unsubscribe = onAuth((event) => {
    send('auth', authView(event));
    clearInterval(phaseTimer);
    if (event.type === 'starting') phaseTimer = setInterval(() => send('phase', status().phase), PHASE_MS);
  });
  closed.addEventListener('abort', () => {
    clearInterval(phaseTimer);
    unsubscribe();
  });
}

/**
 * As long as this runs, WhatsApp is asked for a new code whenever the old one has run out. The events themselves come by `streamAuth`; here
 * only the end matters: nobody scanned for five minutes.
 */
export async function keepCodesFresh(send: SendEvent, closed: AbortSignal): Promise<void> {
  try {
    for await (const event of login({ signal: closed })) {
      if (event.type === 'timeout') send('waitEnded', null);
    }
  } catch (error) {
    send('problem', toProblem(error));
  }
}
