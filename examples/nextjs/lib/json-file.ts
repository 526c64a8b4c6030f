import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where this demo keeps its few files. A real app has a database instead. */
export const dataDir = path.resolve(/* turbopackIgnore: true */ process.env.WA_DEMO_DATA_DIR ?? '.data');

/**
 * One JSON file, read once and written whole. Writes go to a temporary file that is renamed over the old one, so that a crash leaves
 * either the old state or the new one; `update` calls run one after the other.
 */
export class JsonFile<T> {
  readonly #file: string;
  readonly #empty: () => T;
  #value: Promise<T> | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(name: string, empty: () => T) {
    this.#file = path.join(/* turbopackIgnore: true */ dataDir, name);
    this.#empty = empty;
  }

  read(): Promise<T> {
    this.#value ??= this.#load();
    return this.#value;
  }

  /** Changes the value by `change` and resolves with its result once the file is on disk. */
  update<R>(change: (value: T) => R): Promise<R> {
    const turn = this.#tail.then(async () => {
      const draft = structuredClone(await this.read());
      const result = change(draft);
      await this.#save(draft);
      this.#value = Promise.resolve(draft);
      return result;
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #load(): Promise<T> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return this.#empty();
      this.#value = null;
      throw error;
    }
  }

  async #save(value: T): Promise<void> {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const draft = `${this.#file}.${process.pid}.new`;
    await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, this.#file);
  }
}

/** One instance per process: Next.js gives every route its own copy of a module, `globalThis` is shared. */
export function once<T>(name: string, make: () => T): T {
  const key = Symbol.for(`wa-bridge-example/${name}`);
  const shared = globalThis as unknown as Record<symbol, T | undefined>;
  shared[key] ??= make();
  return shared[key];
}
