import { Icon } from '../ui/icon';
import type { Step } from './login-steps';

const STEPS = ['Name the account', 'Scan the code', 'Connected'];
const AT: Record<Step, number> = { check: 0, name: 0, start: 1, scan: 1, link: 1, linked: 2 };

export function Stepper({ step }: { step: Step }) {
  const at = AT[step];
  return (
    <ol className="stepper" aria-label="Progress">
      {STEPS.map((label, index) => {
        const done = index < at || step === 'linked';
        return (
          <li key={label} data-done={done || undefined} aria-current={index === at ? 'step' : undefined}>
            <span className="stepper-mark" aria-hidden="true">
              {done ? <Icon name="check" /> : index + 1}
            </span>
            {label}
            {done && <span className="visually-hidden">(done)</span>}
          </li>
        );
      })}
    </ol>
  );
}
