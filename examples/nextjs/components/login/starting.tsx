const PHASES = [
  ['launch', 'Starting the browser'],
  ['navigate', 'Opening WhatsApp Web'],
  ['script', 'Waiting until WhatsApp Web is up'],
] as const;

interface Props {
  title: string;
  /** How far a start is; leave it out when nothing is started. */
  phase?: 'launch' | 'navigate' | 'script' | null;
}

/** Holds the place where the code will be, so that nothing jumps when it comes. */
export function Starting({ title, phase }: Props) {
  const at = PHASES.findIndex(([name]) => name === phase);
  return (
    <section className="card login-card" data-wide="true" aria-busy="true" aria-labelledby="starting-title">
      <div className="qr-side">
        <div className="qr-frame" data-empty="true">
          <span className="spinner" aria-hidden="true" />
        </div>
      </div>
      <div className="qr-text">
        <h2 id="starting-title">{title}</h2>
        {phase === undefined ? (
          <p className="muted">One moment, please.</p>
        ) : (
          <ul className="phases">
            {PHASES.map(([name, text], index) => (
              <li key={name} data-state={index < at ? 'done' : index === at ? 'now' : 'next'}>
                {text}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
