import type { Probe } from './probe';

type Info = () => Record<string, unknown>;

/** Makes the phone show `name` under Linked devices. It is read when the device links, so it is set before. Never fails. */
export function nameDevice(probe: Probe, name: string): void {
  try {
    const id = 'WAWebMiscBrowserUtils';
    const module = probe.modules.get(id) as { info?: Info; default?: { info?: Info } } | undefined;
    const owner = typeof module?.info === 'function' ? module : module?.default;
    const original = owner?.info;
    if (!owner || typeof original !== 'function') return;
    owner.info = () => ({ ...original.call(owner), os: name });
  } catch {
    // A name that cannot be set is not worth a login.
  }
}
