// @ts-check
// What makes a bare clone ready, in order; each step does only what is missing.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNodeModules } from './node-modules.mjs';
import { run } from './run.mjs';
import { stage } from './stage.mjs';
import { ensureNode, ensureSystem } from './system.mjs';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * @param {object} options
 * @param {boolean} [options.native] Build the addon. Default true.
 * @param {boolean} [options.release] With optimisations, for measuring and packing.
 * @param {boolean} [options.example] Also install what the example app needs.
 */
export async function setUp({ native = true, release = false, example = false } = {}) {
  process.chdir(root);
  ensureNode();
  await ensureSystem();
  await ensureNodeModules(root);
  if (example) await ensureNodeModules(path.join(root, 'examples', 'nextjs'));
  if (native) {
    await stage('native addon', () => run('node', ['scripts/build-native.mjs', ...(release ? ['--release'] : [])]));
  }
}
