import type { AuthView } from '@/lib/auth-view';
import { Icon } from '../ui/icon';

/** From the scan to the account: the phone is asked, then WhatsApp loads its data. */
export function Linking({ auth }: { auth: AuthView }) {
  const linked = auth.type === 'authenticated';
  const progress = auth.type === 'authenticated' ? auth.progress : null;
  return (
    <section className="card login-card" aria-busy="true" aria-labelledby="linking-title">
      <div className="login-art" data-pulse="true" aria-hidden="true">
        <Icon name={linked ? 'check' : 'phone'} />
      </div>
      <h2 id="linking-title">{linked ? 'Linked. Loading your chats' : 'Code scanned'}</h2>
      <p className="muted">
        {linked
          ? 'WhatsApp brings this server up to date. You may close this page; it goes on.'
          : 'Confirm on the phone that you want to link this device.'}
      </p>
      <progress className="progress" aria-label="Linking" max={100} value={progress ?? undefined} />
    </section>
  );
}
