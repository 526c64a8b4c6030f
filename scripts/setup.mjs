// @ts-check
// Makes a bare clone ready: system packages, npm packages, the native addon. Does only what is missing. No dependencies of its own.
//
//   node scripts/setup.mjs [--example] [--release]

import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { run } from './lib/run.mjs';
import { runMain, stage } from './lib/stage.mjs';
import { ensureNode, ensureSystem } from './lib/system.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

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

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => {
    const { values } = parseArgs({
      options: { example: { type: 'boolean' }, release: { type: 'boolean' } },
    });
    return setUp(values);
  });
}
