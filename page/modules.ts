import type { Require } from './loader';

/** Modules whose factories throw. */
const FORBIDDEN = new Set(['WAWebEmojiPanelContentEmojiSearchEmpty.react', 'WAWebMoment-es-do']);
const OURS_TO_SEE = /^(use)?WA/;

/** An export together with the object it was found on, so that methods keep their `this`. */
export interface Found {
  value: unknown;
  owner: unknown;
}

/** WhatsApp's module registry. A module that throws and one that is not there are the same: missing. */
export class Modules {
  constructor(private readonly require: Require) {}

  get(id: string): unknown {
    if (FORBIDDEN.has(id)) return undefined;
    return this.guarded(() => this.require(id) ?? undefined);
  }

  /** `export` may be a path (`Cmd.refreshQR`); `default` is the module itself where it has no `default` of its own. */
  find(id: string, path: string): Found | undefined {
    const module = this.get(id);
    return module === undefined ? undefined : follow(module, path);
  }

  /** Searches every WhatsApp module for an export. Runs modules that WhatsApp has not run yet: the last resort. */
  scan(path: string): Found | undefined {
    for (const id of this.ids()) {
      const found = this.find(id, path);
      if (found) return found;
    }
    return undefined;
  }

  /** Ids of WhatsApp's own modules; empty when the registry cannot be listed. */
  ids(): string[] {
    return Object.keys(this.registry() ?? {}).filter((id) => OURS_TO_SEE.test(id) && !FORBIDDEN.has(id));
  }

  /** How many modules are registered; `undefined` when that cannot be known. */
  count(): number | undefined {
    const registry = this.registry();
    return registry && Object.keys(registry).length;
  }

  /** Loads the bundle of a UI component. Resolves to whether that worked. */
  async load(component: string): Promise<boolean> {
    const bootloader = this.get('Bootloader') as BootloaderModule | undefined;
    if (typeof bootloader?.loadModules !== 'function') return false;
    const known = bootloader.__debug?.componentMap;
    if (known && typeof known.has === 'function' && !known.has(component)) return false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), 30_000);
      const done = (loaded: boolean): void => {
        clearTimeout(timer);
        resolve(loaded);
      };
      try {
        bootloader.loadModules?.([component], () => done(true), 'wa-bridge');
      } catch {
        done(false);
      }
    });
  }

  private registry(): Record<string, unknown> | undefined {
    const debug = this.get('__debug') as { modulesMap?: Record<string, unknown> } | undefined;
    return debug?.modulesMap ?? undefined;
  }

  /** Keeps WhatsApp's error guard from reporting what we are ready for. */
  private guarded<T>(run: () => T): T | undefined {
    let guard: ErrorGuardModule | undefined;
    try {
      guard = this.require('ErrorGuard') as ErrorGuardModule | undefined;
      guard?.skipGuardGlobal?.(true);
    } catch {
      guard = undefined;
    }
    try {
      return run();
    } catch {
      return undefined;
    } finally {
      try {
        guard?.skipGuardGlobal?.(false);
      } catch {
        // It is a courtesy only.
      }
    }
  }
}

interface ErrorGuardModule {
  skipGuardGlobal?: (skip: boolean) => void;
}

interface BootloaderModule {
  loadModules?: (components: string[], done: () => void, context: string) => void;
  __debug?: { componentMap?: { has?: (component: string) => boolean } };
}

function follow(module: unknown, path: string): Found | undefined {
  if (path === 'default') {
    const own = (module as { default?: unknown }).default;
    return { value: own ?? module, owner: module };
  }
  let owner: unknown = module;
  let value: unknown = module;
  for (const name of path.split('.')) {
    owner = value;
    try {
      value = (owner as Record<string, unknown> | null | undefined)?.[name];
    } catch {
      return undefined;
    }
    if (value === undefined || value === null) return undefined;
  }
  return { value, owner };
}
