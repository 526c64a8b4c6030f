'use client';

import { useState } from 'react';
import { ConfirmDialog } from '../ui/confirm-dialog';

type Action = 'disconnect' | 'reset';

interface Props {
  /** A session that never linked has nothing to disconnect. */
  offer: 'both' | 'reset';
  run: (path: string) => Promise<void>;
}

/** Disconnect and Reset, each behind a question. */
export function SessionActions({ offer, run }: Props) {
  const [asking, setAsking] = useState<Action | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (action: Action) => {
    setBusy(true);
    await run(action);
    setBusy(false);
    setAsking(null);
  };
  const dialog = (action: Action) => ({
    open: asking === action,
    danger: true,
    busy,
    onConfirm: () => void confirm(action),
    onClose: () => setAsking(null),
  });
  return (
    <div className="account-actions">
      {offer === 'both' && (
        <button type="button" className="button" onClick={() => setAsking('disconnect')}>
          Disconnect
        </button>
      )}
      <button type="button" className="button" data-kind="quiet-danger" onClick={() => setAsking('reset')}>
        Reset session
      </button>
      <ConfirmDialog {...dialog('disconnect')} title="Disconnect this account?" action="Disconnect">
        <p>
          The phone removes this server from its linked devices. Leads and conversations stay. To use another number,
          disconnect and scan again.
        </p>
      </ConfirmDialog>
      <ConfirmDialog {...dialog('reset')} title="Reset the session?" action="Reset session">
        <p>
          Deletes the login on this server without asking WhatsApp. Use it when nothing else helps. The phone may still
          list the device: remove it there under Linked devices.
        </p>
      </ConfirmDialog>
    </div>
  );
}
