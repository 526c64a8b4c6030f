'use client';

import { useEffect, useRef, useState } from 'react';
import { useLive } from '../live/live-provider';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { act, PhoneError, type PhoneView } from './sandbox-api';
import { readCodeOnScreen } from './scan';
import { usePhoneAction } from './use-phone';

interface Props {
  view: PhoneView;
  reload: () => Promise<void>;
}

/** The phone that owns the account: links this server, and unlinks it. */
export function OwnerScreen({ view, reload }: Props) {
  const { auth } = useLive();
  const { refusal, forget, attempt, run } = usePhoneAction(reload);
  const confirm = useRef<HTMLButtonElement>(null);
  const [scanned, setScanned] = useState(false);
  const asking = auth?.type === 'scanned' || auth?.type === 'linkStalled' || scanned;

  // The question ends with the link, whichever way it went.
  useEffect(() => {
    if (auth?.type !== 'qr') setScanned(false);
  }, [auth]);

  // What the phone said belongs to the state in which it said it.
  const state = auth?.type;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the new state is the reason
  useEffect(forget, [forget, state]);

  // The button that was pressed is gone: whoever has no pointer goes on from the question.
  useEffect(() => {
    if (asking && document.activeElement === document.body) confirm.current?.focus();
  }, [asking]);

  const scan = async () => {
    const taken = await attempt('phone/scan', async () => {
      const payload = await readCodeOnScreen();
      if (payload === null)
        throw new PhoneError('There is no code to scan on the screen. Generate one on the WhatsApp page.');
      await act('phone/scan', { payload });
    });
    setScanned(taken);
  };
  const answer = async (word: 'confirm' | 'refuse') => {
    await run(`phone/${word}`);
    setScanned(false);
  };

  return (
    <>
      <div className="phone-owner">
        <Avatar name={view.account.pushName} small />
        <div>
          <strong>{view.account.pushName}</strong>
          <span className="muted small">+{view.account.phone}</span>
        </div>
      </div>
      {asking ? (
        <fieldset className="phone-ask">
          <legend>Link a new device?</legend>
          <p className="small">It will be able to read and send your messages.</p>
          <div className="phone-buttons">
            <button type="button" className="button" onClick={() => void answer('refuse')}>
              Refuse
            </button>
            <button
              ref={confirm}
              type="button"
              className="button"
              data-kind="primary"
              onClick={() => void answer('confirm')}
            >
              Confirm
            </button>
          </div>
        </fieldset>
      ) : (
        <button type="button" className="button" data-kind="primary" onClick={() => void scan()}>
          <Icon name="scan" />
          Scan the QR on screen
        </button>
      )}
      <p className="phone-refusal" role="alert">
        {refusal}
      </p>
      <h2 className="phone-heading">Linked devices</h2>
      {view.devices.length === 0 && <p className="muted small">None. Scan a code to link one.</p>}
      <ul className="phone-devices">
        {view.devices.map((device) => (
          <li key={device.id}>
            <span className="device-dot" data-online={device.online || undefined} aria-hidden="true" />
            <span className="device-name">
              {device.name}
              <span className="muted small">{device.online ? 'Active now' : 'Not connected'}</span>
            </span>
            <button
              type="button"
              className="button"
              data-size="small"
              onClick={() => void run('phone/logout', { deviceId: device.id })}
            >
              Log out
              <span className="visually-hidden"> {device.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
