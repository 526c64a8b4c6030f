'use client';

import { type FormEvent, useState } from 'react';
import type { AuthView } from '@/lib/auth-view';
import { Icon } from '../ui/icon';
import { SessionActions } from './session-actions';

interface Props {
  name: string;
  setName: (name: string) => void;
  auth: AuthView | null;
  waitEnded: boolean;
  generate: () => Promise<void>;
  run: (path: string) => Promise<void>;
}

export function NameForm({ name, setName, auth, waitEnded, generate, run }: Props) {
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!name.trim());
    if (name.trim()) void generate();
  };
  return (
    <section className="card login-card" aria-labelledby="name-title">
      <div className="login-art" aria-hidden="true">
        <Icon name="qr" />
      </div>
      <h2 id="name-title">{titleOf(auth, waitEnded)}</h2>
      <p className="muted">
        A name helps your team to tell accounts apart; WhatsApp never sees it. Keep the phone at hand: the code is valid
        for a minute.
      </p>
      <form className="stack" onSubmit={submit} noValidate>
        <div className="field">
          <label htmlFor="account-name">Account name</label>
          <input
            id="account-name"
            name="accountName"
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="Sales team"
            maxLength={60}
            autoComplete="off"
            aria-invalid={missing || undefined}
            aria-describedby={missing ? 'account-name-error' : undefined}
          />
          {missing && (
            <p className="field-error" id="account-name-error" role="alert">
              Give the account a name first.
            </p>
          )}
        </div>
        <button type="submit" className="button" data-kind="primary" data-size="large">
          <Icon name="qr" />
          {auth?.type === 'failed' ? 'Try again' : 'Generate QR'}
        </button>
      </form>
      {auth?.type === 'failed' && <SessionActions offer="reset" run={run} />}
    </section>
  );
}

function titleOf(auth: AuthView | null, waitEnded: boolean): string {
  if (waitEnded) return 'The code was put away after five minutes';
  if (auth?.type === 'loggedOut') return 'This account is no longer linked';
  if (auth?.type === 'failed') return 'WhatsApp Web did not start';
  return 'Connect a WhatsApp account';
}
