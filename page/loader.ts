/** Waits for WhatsApp's module system. Nothing here runs WhatsApp code before WhatsApp itself is ready to. */

export type Require = (id: string) => unknown;

interface LoaderGlobals {
  require?: Require;
  __d?: unknown;
  Debug?: { VERSION?: unknown };
}

const globals = window as unknown as LoaderGlobals;

/** Resolves with `require` when both it and `__d` are there. The inline stub of the shell sets `__d` alone, long before. */
export function waitForLoader(): Promise<Require> {
  return new Promise((resolve) => {
    const restore: (() => void)[] = [];
    const check = (): void => {
      const require = globals.require;
      if (typeof require !== 'function' || !globals.__d) return;
      clearInterval(poll);
      for (const undo of restore.splice(0)) undo();
      resolve(require);
    };
    // The page may define the names in ways that a setter does not see (a function declaration, defineProperty).
    const poll = setInterval(check, 50);
    for (const name of ['require', '__d'] as const) {
      const undo = trap(name, () => queueMicrotask(check));
      if (undo) restore.push(undo);
    }
    check();
  });
}

/** Tells when `window[name]` is assigned. Returns how to make it a plain property again. */
function trap(name: 'require' | '__d', assigned: () => void): (() => void) | undefined {
  const existing = Object.getOwnPropertyDescriptor(window, name);
  if (existing && (!existing.configurable || !('value' in existing))) return undefined;
  let value: unknown = existing?.value;
  const get = (): unknown => value;
  try {
    Object.defineProperty(window, name, {
      configurable: true,
      enumerable: true,
      get,
      set(next: unknown) {
        value = next;
        assigned();
      },
    });
  } catch {
    return undefined;
  }
  return () => {
    if (Object.getOwnPropertyDescriptor(window, name)?.get !== get) return;
    Object.defineProperty(window, name, { configurable: true, enumerable: true, writable: true, value });
  };
}

/** How long the number of registered modules must stand still before modules are run, ms. */
const SETTLED_MS = 150;
/** After this long without settling they are run anyway, ms. */
const SETTLE_AT_MOST_MS = 10_000;

/**
 * Resolves when it is safe to run WhatsApp's modules: a module that is required before what it needs is registered throws, and the loader
 * keeps that failure. Safe means that WhatsApp's own start has passed (`Debug.VERSION`), or that `count()` stands still.
 */
export async function waitUntilSettled(count: () => number | undefined): Promise<void> {
  const start = performance.now();
  let last = count();
  let since = start;
  for (;;) {
    if (globals.Debug?.VERSION) return;
    const now = performance.now();
    const present = count();
    if (present !== last) {
      last = present;
      since = now;
    }
    if (present !== 0 && now - since >= SETTLED_MS) return;
    if (now - start >= SETTLE_AT_MOST_MS) return;
    await sleep(25);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What `promise` gives, or an error when it gives nothing for `ms`. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
