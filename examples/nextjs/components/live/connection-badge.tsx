'use client';

import Link from 'next/link';
import type { AuthView } from '@/lib/auth-view';
import { useLive } from './live-provider';

type Tone = 'good' | 'busy' | 'bad' | 'idle';

/** The account's state in two words, on every page. */
export function ConnectionBadge() {
  const { auth, connected } = useLive();
  const [tone, text] = connected || auth === null ? describe(auth) : (['bad', 'Server unreachable'] as const);
  return (
    <Link className="badge" data-tone={tone} href="/admin/crm/whatsapp/qr-login" aria-label={`WhatsApp: ${text}`}>
      <span className="badge-dot" aria-hidden="true" />
      <span className="badge-text">{text}</span>
    </Link>
  );
}

function describe(auth: AuthView | null): readonly [Tone, string] {
  switch (auth?.type) {
    case 'ready':
      return ['good', 'Connected'];
    case 'starting':
      return ['busy', 'Starting'];
    case 'qr':
      return ['busy', 'Waiting for a scan'];
    case 'scanned':
    case 'linkStalled':
      return ['busy', 'Confirm on the phone'];
    case 'authenticated':
      return ['busy', 'Loading chats'];
    case 'linkRefused':
      return ['bad', 'Link refused'];
    case 'disconnected':
      return ['bad', 'Disconnected'];
    case 'failed':
      return ['bad', 'Could not start'];
    case 'stopped':
    case 'loggedOut':
      return ['idle', 'Not linked'];
    default:
      return ['idle', 'Checking'];
  }
}
