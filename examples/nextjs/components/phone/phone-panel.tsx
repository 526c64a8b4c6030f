'use client';

import { useEffect, useRef, useState } from 'react';
import { Icon } from '../ui/icon';
import { OwnerScreen } from './owner-screen';
import { PeopleScreen } from './people-screen';
import { Tabs } from './tabs';
import { usePhone } from './use-phone';

/**
 * The phones of the sandbox: the owner's, which scans and confirms, and those of the people who write. Beside the page on a wide screen; a
 * drawer on a small one.
 */
export function PhonePanel() {
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLElement>(null);
  const phone = usePhone();

  useEffect(() => {
    if (!open) return;
    panel.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      toggle.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);

  return (
    <>
      <button
        ref={toggle}
        type="button"
        className="phone-toggle button"
        data-kind="primary"
        aria-expanded={open}
        aria-controls="sandbox-phone"
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'close' : 'phone'} />
        {open ? 'Close' : 'Phone'}
      </button>
      <aside
        ref={panel}
        id="sandbox-phone"
        className="phone"
        data-open={open || undefined}
        aria-label="Sandbox phone"
        tabIndex={-1}
      >
        <div className="phone-body">
          <div className="phone-bar" aria-hidden="true">
            <span className="phone-lens" />
          </div>
          {phone.view ? (
            <Tabs
              label="Whose phone"
              tabs={[
                { id: 'owner', label: 'Your phone', content: <OwnerScreen view={phone.view} reload={phone.reload} /> },
                { id: 'people', label: 'Customers', content: <PeopleScreen view={phone.view} reload={phone.reload} /> },
              ]}
            />
          ) : (
            <p className="phone-wait muted" role="status">
              {phone.error ?? 'Switching on…'}
            </p>
          )}
        </div>
        <p className="phone-caption muted small">A stand-in for real phones, made by wa-bridge’s sandbox.</p>
      </aside>
    </>
  );
}
