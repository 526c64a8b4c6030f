import { EventEmitter } from 'node:events';
import { once } from './json-file';

const emitter = once('lead-events', () => new EventEmitter().setMaxListeners(0));

/** Tells every open page that a lead changed. */
export function leadChanged(leadId: string): void {
  emitter.emit('lead', leadId);
}

/** @returns unsubscribe */
export function onLeadChanged(listener: (leadId: string) => void): () => void {
  emitter.on('lead', listener);
  return () => emitter.off('lead', listener);
}
