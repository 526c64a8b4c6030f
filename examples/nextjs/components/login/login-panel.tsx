'use client';

import { useEffect, useState } from 'react';
import type { AuthView } from '@/lib/auth-view';
import { call, problemOf } from '@/lib/client';
import type { Problem } from '@/lib/problem';
import { useLive } from '../live/live-provider';
import { ProblemBox } from '../ui/problem-box';
import { AccountCard } from './account-card';
import { Linking } from './linking';
import { announcement, type Step, stepOf } from './login-steps';
import { NameForm } from './name-form';
import { QrCard } from './qr-card';
import { Starting } from './starting';
import { Stepper } from './stepper';

const API = '/api/admin/crm/whatsapp';
const SETTLED: ReadonlySet<AuthView['type']> = new Set(['stopped', 'loggedOut', 'failed', 'ready']);

/** The way from a name to a linked account, and what can be done with it then. */
export function LoginPanel({ accountName }: { accountName: string | null }) {
  const live = useLive();
  const { auth, setWaiting } = live;
  const [name, setName] = useState(accountName ?? '');
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  // Whoever looks at a code waits for it, also after a reload of the page; an account that is linked waits for nothing.
  useEffect(() => {
    if (auth?.type === 'qr' && !live.waitEnded) setWaiting(true);
    if (auth?.type === 'ready' || auth?.type === 'loggedOut') setWaiting(false);
    if (auth && !SETTLED.has(auth.type)) setAsked(false);
  }, [auth, live.waitEnded, setWaiting]);
  useEffect(() => () => setWaiting(false), [setWaiting]);

  /** Runs one of the routes and shows what it complains about. */
  const run = async (path: string, form: Record<string, unknown> = {}) => {
    setProblem(null);
    try {
      await call(`${API}/${path}`, form);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setAsked(false);
    }
  };
  const generate = () => {
    setAsked(true);
    setWaiting(true);
    return run('qr-login/generate', { accountName: name });
  };

  const step: Step = asked && (!auth || SETTLED.has(auth.type)) ? 'start' : stepOf(auth, live.waitEnded);
  const failed = auth?.type === 'failed' ? auth.error : null;
  const shown = problem ?? (step === 'name' ? failed : null);

  return (
    <>
      <Stepper step={step} />
      <p className="visually-hidden" role="status">
        {announcement(auth, live.waitEnded)}
      </p>
      {live.notice && <ProblemBox problem={live.notice} tone="warning" onDismiss={live.dismissNotice} />}
      {shown && <ProblemBox problem={shown} onDismiss={problem ? () => setProblem(null) : undefined} />}
      <LoginStep step={step} name={name} setName={setName} generate={generate} run={run} />
    </>
  );
}

interface StepProps {
  step: Step;
  name: string;
  setName: (name: string) => void;
  generate: () => Promise<void>;
  run: (path: string, form?: Record<string, unknown>) => Promise<void>;
}

function LoginStep({ step, name, setName, generate, run }: StepProps) {
  const { auth, phase, waitEnded } = useLive();
  if (step === 'check') return <Starting title="Looking at the connection" />;
  if (auth?.type === 'linkRefused') return <Starting title="Getting a new code" />;
  if (step === 'start') return <Starting title="Getting a code from WhatsApp" phase={phase} />;
  if (auth?.type === 'qr' && step === 'scan') return <QrCard code={auth.qr} accountName={name} />;
  if (auth && (step === 'link' || step === 'linked')) {
    return auth.type === 'ready' || auth.type === 'disconnected' ? (
      <AccountCard auth={auth} accountName={name} run={run} />
    ) : (
      <Linking auth={auth} />
    );
  }
  return <NameForm name={name} setName={setName} auth={auth} waitEnded={waitEnded} generate={generate} run={run} />;
}
