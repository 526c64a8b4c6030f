import type { MessageState } from '@/lib/lead-types';

const LABELS: Record<MessageState, string> = {
  received: 'Received',
  pending: 'Sending',
  server: 'Sent',
  device: 'Delivered',
  read: 'Read',
  played: 'Played',
  uncertain: 'It is not known whether this was sent',
  failed: 'Not sent',
};
const ONE = 'M3 8.5 6.2 12 13 4';
const TWO = 'M8.3 11.7 9 12 15.8 4';

/** How far a message got, as WhatsApp draws it: one tick, two ticks, two coloured ticks. */
export function Ticks({ state }: { state: MessageState }) {
  const doubled = state === 'device' || state === 'read' || state === 'played';
  return (
    <span className="ticks" data-state={state} role="img" aria-label={LABELS[state]} title={LABELS[state]}>
      <svg viewBox="0 0 18 16" width="18" height="16" aria-hidden="true" focusable="false">
        {state === 'pending' && <path d="M8 4v4l2.5 1.5M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z" />}
        {(state === 'uncertain' || state === 'failed') && (
          <path d="M8 4.5v4.5m0 2.5v.01M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z" />
        )}
        {(state === 'server' || doubled) && <path d={ONE} />}
        {doubled && <path d={TWO} />}
      </svg>
    </span>
  );
}
