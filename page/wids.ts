import type { Probe } from './probe';

/** WhatsApp's ids, normalised to text: nothing else reads a Wid or a MsgKey. */

export interface Wid {
  user?: string;
  server?: string;
  device?: number;
  _serialized?: string;
}

/** Text of a Wid or a MsgKey. `toString()` first: the property behind it was renamed by minification in 2026 (`_serialized`, `$1`). */
export function idText(id: unknown): string | null {
  if (typeof id === 'string') return id || null;
  if (typeof id !== 'object' || id === null) return null;
  const text = attempt(() => String(id));
  if (text && !text.startsWith('[object')) return text;
  const raw = id as { _serialized?: unknown; $1?: unknown };
  for (const value of [raw._serialized, raw.$1]) {
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** A user's wid without its device, e.g. `919876543210@c.us`. */
export function userText(wid: unknown): string | null {
  return (
    idText(wid)
      ?.replace(/:\d+@/, '@')
      .replace(/@s\.whatsapp\.net$/, '@c.us') ?? null
  );
}

/** Digits of a phone wid; `null` for every other server. */
export function phoneOf(wid: string | null): string | null {
  const match = wid && /^(\d+)@c\.us$/.exec(wid);
  return match ? (match[1] ?? null) : null;
}

export function isLid(wid: string | null | undefined): wid is string {
  return wid?.endsWith('@lid') === true;
}

/** The id part alone of a message key (`3EB0…`). */
export function messageId(key: unknown): string | null {
  const id = (key as { id?: unknown } | null)?.id;
  if (typeof id === 'string' && id !== '') return id;
  return idText(key)?.split('_')[2] ?? null;
}

/** Parses a wid; `undefined` when WhatsApp does not take it. */
export function createWid(probe: Probe, text: string): Wid | undefined {
  return attempt(() => probe.call<Wid | undefined>('createWid', text)) ?? undefined;
}

/** The account's own wid on one server, as WhatsApp has it. The connection knows it where the account's preferences do not tell it. */
export function ownWid(probe: Probe, server: 'c.us' | 'lid'): unknown {
  const known = [probe.maybe('mePn'), probe.maybe('meLid'), probe.get<{ wid?: unknown }>('conn')?.wid];
  return known.find((wid) => userText(wid)?.endsWith(`@${server}`));
}

/** The other identity of a user, from WhatsApp's own cache. */
export function otherIdentity(probe: Probe, wid: Wid): string | null {
  const capability = isLid(userText(wid)) ? 'lidToPn' : 'pnToLid';
  return userText(probe.maybe(capability, wid));
}

export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
