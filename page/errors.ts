import type { Fault } from './contract';

/** No candidate of a capability is there. */
export class CapabilityError extends Error {
  override name = 'CapabilityError';

  constructor(
    readonly capability: string,
    readonly tried: string[],
    readonly version: string | null,
  ) {
    super(`${capability} is missing`);
  }
}

/**
 * Makes an error plain data inside the page. WhatsApp's classes are minified (`r`, `t`), carry their meaning in own properties, and lose
 * those when they cross CDP.
 */
export function serialise(error: unknown): Fault {
  if (error instanceof CapabilityError) {
    return { fault: 'capability', capability: error.capability, tried: error.tried, version: error.version };
  }
  if (typeof error !== 'object' || error === null) {
    return { fault: 'whatsApp', name: typeof error, message: String(error), status: null, detail: null };
  }
  const e = error as Record<string, unknown>;
  const code = status(e);
  return {
    fault: 'whatsApp',
    name: text(e.name) ?? text((e.constructor as { name?: unknown } | undefined)?.name) ?? 'Error',
    // The classes that carry a server's answer have no message of their own.
    message: text(e.message) ?? text(e.text) ?? kind(e) ?? (code === null ? 'no reason given' : `status ${code}`),
    status: code,
    detail: detail(e),
  };
}

function status(e: Record<string, unknown>): number | null {
  const type = e.type as { value?: { code?: unknown } } | undefined;
  for (const value of [e.status, e.statusCode, e.code, type?.value?.code]) {
    const n = typeof value === 'string' ? Number(value) : value;
    if (typeof n === 'number' && Number.isInteger(n)) return n;
  }
  return null;
}

/** What kind of error the server named, e.g. `IQErrorRateOverlimit rate-overlimit`. */
function kind(e: Record<string, unknown>): string | null {
  const type = e.type as { name?: unknown; value?: { text?: unknown } } | string | undefined;
  if (typeof type === 'string') return text(type);
  return text([text(type?.name), text(type?.value?.text)].filter(Boolean).join(' '));
}

function detail(e: Record<string, unknown>): string | null {
  const stack = text(e.stack);
  return [kind(e), stack].filter(Boolean).join('\n').slice(0, 2000) || null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
