import type { ReactNode } from 'react';
import type { Problem } from '@/lib/problem';
import { Icon } from './icon';

interface Props {
  problem: Problem;
  /** `warning` for something that mends itself. */
  tone?: 'danger' | 'warning';
  onDismiss?: () => void;
  children?: ReactNode;
}

/** An error as a person needs it: what happened, what to do, and the code to search for. */
export function ProblemBox({ problem, tone = 'danger', onDismiss, children }: Props) {
  return (
    <div className="problem" data-tone={tone} role="alert">
      <Icon name="alert" />
      <div className="problem-body">
        <p className="problem-message">{problem.message}</p>
        <p className="problem-hint">{problem.hint}</p>
        <p className="problem-code">
          <code>{problem.code}</code>
        </p>
        {children && <div className="problem-actions">{children}</div>}
      </div>
      {onDismiss && (
        <button type="button" className="icon-button" onClick={onDismiss} aria-label="Dismiss this message">
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
