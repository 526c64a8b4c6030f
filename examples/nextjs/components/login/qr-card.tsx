'use client';

import type { CodeView } from '@/lib/auth-view';
import { Countdown, useSecondsLeft } from './countdown';

/** The one id by which the phone beside the page finds the picture that it scans. */
export const QR_ID = 'whatsapp-qr';

interface Props {
  code: CodeView;
  accountName: string;
}

export function QrCard({ code, accountName }: Props) {
  const secondsLeft = useSecondsLeft(code);
  return (
    <section className="card login-card" data-wide="true" aria-labelledby="qr-title">
      <div className="qr-side">
        <div className="qr-frame" data-stale={secondsLeft === 0 || undefined}>
          {/* A data URL needs no optimiser, and its pixels must stay as they are. */}
          {/* biome-ignore lint/performance/noImgElement: see above */}
          <img
            id={QR_ID}
            src={code.dataUrl}
            width={286}
            height={286}
            alt="QR code that links this server to the phone"
          />
          {secondsLeft === 0 && <span className="qr-stale">Getting a new code…</span>}
        </div>
        <Countdown secondsLeft={secondsLeft} lifeMs={code.lifeMs} />
      </div>
      <div className="qr-text">
        <h2 id="qr-title">Scan with the phone</h2>
        {accountName && <p className="muted">This links “{accountName}”.</p>}
        <ol className="how">
          <li>
            Open <strong>WhatsApp</strong> on the phone.
          </li>
          <li>
            Tap <strong>⋮</strong> on Android or <strong>Settings</strong> on iPhone, then{' '}
            <strong>Linked devices</strong>.
          </li>
          <li>
            Tap <strong>Link a device</strong> and point the phone at this code.
          </li>
        </ol>
        <p className="muted small">
          Code {code.attempt}. WhatsApp replaces it now and then; this page shows the new one by itself.
        </p>
      </div>
    </section>
  );
}
