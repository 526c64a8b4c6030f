import type { AuthView } from '@/lib/auth-view';

/** What the page shows: nothing known yet, the form, a start under way, the code, the link under way, the account. */
export type Step = 'check' | 'name' | 'start' | 'scan' | 'link' | 'linked';

export function stepOf(auth: AuthView | null, waitEnded: boolean): Step {
  switch (auth?.type) {
    case undefined:
      return 'check';
    case 'starting':
    case 'linkRefused':
      return 'start';
    case 'qr':
      return waitEnded ? 'name' : 'scan';
    case 'scanned':
    case 'linkStalled':
    case 'authenticated':
      return 'link';
    case 'ready':
    case 'disconnected':
      return 'linked';
    default:
      return 'name';
  }
}

/** The change in one sentence, for people who hear the page. Rotations of the code are left out: they say nothing new. */
export function announcement(auth: AuthView | null, waitEnded: boolean): string {
  if (waitEnded) return 'Nobody scanned for five minutes. Generate a new code when you are ready.';
  switch (auth?.type) {
    case 'starting':
      return 'Starting WhatsApp Web.';
    case 'qr':
      return 'A QR code is on the screen. Scan it with the phone.';
    case 'scanned':
      return 'The code was scanned. Confirm on the phone.';
    case 'linkRefused':
      return 'The phone refused the link. A new code follows.';
    case 'linkStalled':
      return 'The link takes long. Look at the phone.';
    case 'authenticated':
      return 'Linked. Chats are loading.';
    case 'ready':
      return 'The account is connected.';
    case 'disconnected':
      return 'The connection to WhatsApp is lost.';
    case 'loggedOut':
      return 'The account is no longer linked.';
    case 'failed':
      return 'WhatsApp Web could not be started.';
    default:
      return '';
  }
}
