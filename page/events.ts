import type { Config, PageEvent } from './contract';

export type Emit = (event: PageEvent) => void;

/** Opens the way out. The binding is taken off `window` at once, so that the page's own code never sees it. */
export function openChannel(config: Config): Emit {
  const global = window as unknown as Record<string, unknown>;
  const send = global[config.binding] as ((payload: string) => void) | undefined;
  delete global[config.binding];
  let batch: PageEvent[] = [];

  return (event) => {
    batch.push(event);
    if (batch.length > 1) return;
    queueMicrotask(() => {
      const events = batch;
      batch = [];
      try {
        send?.(JSON.stringify(events));
      } catch {
        // The document is going away: its successor tells its own state.
      }
    });
  };
}

/** WhatsApp's event emitters, as far as they are used. */
export interface Emitter {
  on?: (names: string, listener: (...args: unknown[]) => void) => void;
}

/**
 * Listens to one event in a guard of its own: an exception inside WhatsApp's emit loop would stop its other listeners, and a failed
 * registration must not cost the registrations after it. The listener runs in a microtask, after WhatsApp's own.
 */
export function listen(emitter: unknown, name: string, emit: Emit, listener: (...args: unknown[]) => void): boolean {
  try {
    const target = emitter as Emitter | undefined;
    if (typeof target?.on !== 'function') return false;
    target.on(name, (...args: unknown[]) => {
      queueMicrotask(() => {
        try {
          listener(...args);
        } catch (error) {
          emit({ event: 'trace', text: `listener of ${name} failed: ${String(error)}` });
        }
      });
    });
    return true;
  } catch (error) {
    emit({ event: 'trace', text: `cannot listen to ${name}: ${String(error)}` });
    return false;
  }
}
