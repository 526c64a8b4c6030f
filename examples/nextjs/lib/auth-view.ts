import type { Account, AuthEvent } from 'wa-bridge';
import { type Problem, toProblem } from './problem';

/** A code as the page shows it. It counts down by what is left, not by its own clock, which may be wrong. */
export interface CodeView {
  dataUrl: string;
  attempt: number;
  /** How long WhatsApp lets this code live, ms. */
  lifeMs: number;
  /** What was left of it when this was sent, ms. */
  leftMs: number;
}

type Told = 'linkRefused' | 'linkStalled' | 'failed' | 'disconnected';

/** An `AuthEvent` as it travels to the page: codes as pictures, errors as `Problem`s. */
export type AuthView =
  | Exclude<AuthEvent, { type: Told | 'qr' }>
  | { type: 'qr'; qr: CodeView }
  | { type: 'linkRefused' | 'linkStalled' | 'failed'; error: Problem }
  | { type: 'disconnected'; reason: string; recoverable: boolean; retryInMs: number | null; error: Problem };

export type { Account };

/** Twice the size at which it is shown, for fine screens. */
const PICTURE = { size: 572, margin: 4 };

export function authView(event: AuthEvent): AuthView {
  switch (event.type) {
    case 'qr': {
      const { qr } = event;
      const lifeMs = qr.expiresAt.getTime() - qr.issuedAt.getTime();
      const leftMs = Math.max(0, qr.expiresAt.getTime() - Date.now());
      return { type: 'qr', qr: { dataUrl: qr.toDataUrl(PICTURE), attempt: qr.attempt, lifeMs, leftMs } };
    }
    case 'linkRefused':
    case 'linkStalled':
    case 'failed':
    case 'disconnected':
      return { ...event, error: toProblem(event.error) };
    default:
      return event;
  }
}
