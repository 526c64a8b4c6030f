'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call, problemOf } from '@/lib/client';
import type { Problem } from '@/lib/problem';
import { ProblemBox } from '../ui/problem-box';

interface Props {
  open: boolean;
  onClose: () => void;
  onAdded: () => Promise<void>;
}

export function AddLead({ open, onClose, onAdded }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
    setProblem(null);
  }, [open]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      await call('/api/admin/crm/leads', Object.fromEntries(new FormData(form)));
      form.reset();
      onClose();
      await onAdded();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="add-lead-title" onClose={onClose}>
      <h2 id="add-lead-title">Add a lead</h2>
      <form className="stack" onSubmit={submit} noValidate>
        <div className="field">
          <label htmlFor="lead-name">Name</label>
          <input id="lead-name" name="name" autoComplete="off" maxLength={80} />
        </div>
        <div className="field">
          <label htmlFor="lead-phone">Phone</label>
          <input
            id="lead-phone"
            name="phone"
            type="tel"
            autoComplete="off"
            aria-invalid={problem?.field === 'phone' || undefined}
            aria-describedby="lead-phone-hint"
          />
          <p className="muted small" id="lead-phone-hint">
            With the country code, such as +91 98765 43210.
          </p>
        </div>
        {problem && <ProblemBox problem={problem} />}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button" data-kind="primary">
            Add lead
          </button>
        </div>
      </form>
    </dialog>
  );
}
