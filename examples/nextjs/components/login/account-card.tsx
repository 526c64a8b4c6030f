'use client';

import Link from 'next/link';
import type { Account, AuthView } from '@/lib/auth-view';
import { Avatar } from '../ui/avatar';
import { ProblemBox } from '../ui/problem-box';
import { SessionActions } from './session-actions';

const PLATFORMS: Record<string, string> = {
  android: 'Android',
  iphone: 'iPhone',
  smba: 'WhatsApp Business, Android',
  smbi: 'WhatsApp Business, iPhone',
};

interface Props {
  auth: Extract<AuthView, { type: 'ready' | 'disconnected' }>;
  accountName: string;
  run: (path: string, form?: Record<string, unknown>) => Promise<void>;
}

export function AccountCard({ auth, accountName, run }: Props) {
  const account = auth.type === 'ready' ? auth.account : null;
  return (
    <section className="card account" aria-labelledby="account-title">
      <header className="account-head">
        <Avatar name={account?.pushName ?? accountName ?? 'WhatsApp'} />
        <div>
          <h2 id="account-title">{accountName || account?.pushName || 'WhatsApp account'}</h2>
          {account && (
            <p className="account-state" data-tone="good">
              Connected
            </p>
          )}
          {auth.type === 'disconnected' && (
            <p className="account-state" data-tone="bad">
              {auth.reason === 'network' ? 'Reconnecting' : 'Disconnected'}
            </p>
          )}
        </div>
        {account && (
          <Link className="button" data-kind="primary" href="/admin/crm/leads">
            Go to leads
          </Link>
        )}
      </header>
      {account && <AccountFacts account={account} />}
      {auth.type === 'disconnected' && <Lost auth={auth} run={run} />}
      <SessionActions offer="both" run={run} />
    </section>
  );
}

function AccountFacts({ account }: { account: Account }) {
  const facts = [
    ['Phone', account.phone && `+${account.phone}`],
    ['Name on WhatsApp', account.pushName],
    ['Platform', account.platform && (PLATFORMS[account.platform] ?? account.platform)],
    ['WhatsApp id', account.wid ?? account.lid],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value || 'not told'}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lost({ auth, run }: { auth: Extract<AuthView, { type: 'disconnected' }>; run: Props['run'] }) {
  const conflict = auth.reason === 'conflict';
  return (
    <ProblemBox problem={auth.error} tone={auth.recoverable ? 'warning' : 'danger'}>
      <button type="button" className="button" onClick={() => run('start', { takeover: conflict })}>
        {conflict ? 'Use it here' : 'Connect now'}
      </button>
      {auth.retryInMs !== null && <span className="muted small">Next try in {Math.ceil(auth.retryInMs / 1000)} s</span>}
    </ProblemBox>
  );
}
