import type { Metadata } from 'next';
import { LoginPanel } from '@/components/login/login-panel';
import { accountLabel } from '@/lib/account-label';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'WhatsApp' };

export default async function QrLoginPage() {
  const { accountName } = await accountLabel.read();
  return (
    <div className="page" data-narrow="true">
      <header className="page-head">
        <div>
          <h1>WhatsApp</h1>
          <p className="muted">Link the phone once; the server stays connected after that.</p>
        </div>
      </header>
      <LoginPanel accountName={accountName} />
    </div>
  );
}
