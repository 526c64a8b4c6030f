'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { problemOf } from '@/lib/client';
import type { Problem } from '@/lib/problem';
import { Icon } from '../ui/icon';
import { ProblemBox } from '../ui/problem-box';

interface Props {
  leadName: string;
  /** @throws ProblemError */
  send: (text: string) => Promise<void>;
}

/** Enter sends, Shift+Enter makes a new line, Ctrl/Cmd+Enter sends too. A text that was not sent stays in the box. */
export function Composer({ leadName, send }: Props) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useEffect(() => fitHeight(box.current), [text]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    const draft = text;
    setBusy(true);
    setProblem(null);
    setText('');
    try {
      await send(draft);
    } catch (error) {
      const told = problemOf(error);
      setProblem(told);
      // One whose fate is unknown stands in the conversation: putting it back here would invite a second copy.
      if (told.code !== 'ERR_WA_SEND_UNCERTAIN') setText((since) => (since ? `${draft}\n${since}` : draft));
    } finally {
      setBusy(false);
      box.current?.focus();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };

  return (
    <form className="composer" onSubmit={submit}>
      {problem && <ProblemBox problem={problem} onDismiss={() => setProblem(null)} />}
      <div className="composer-row">
        <textarea
          ref={box}
          rows={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={`Message to ${leadName}`}
          aria-describedby="composer-keys"
          placeholder="Write a message"
        />
        <button type="submit" className="button" data-kind="primary" disabled={busy}>
          <Icon name="send" />
          {busy ? 'Sending…' : 'Send'}
        </button>
      </div>
      <p className="muted small composer-keys" id="composer-keys">
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd> + <kbd>Enter</kbd> makes a new line
      </p>
    </form>
  );
}

function fitHeight(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}
