// @ts-check
// Builds the addon into native/: wa-bridge.<triple>.node, and native.d.ts with the types of the private binding.
//
//   node scripts/build-native.mjs [--release]

import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { release: { type: 'boolean' } } });

const manifest = createRequire(import.meta.url).resolve('@napi-rs/cli/package.json');
const cli = join(dirname(manifest), /** @type {{ bin: { napi: string } }} */ (await readJson(manifest)).bin.napi);

// Our own loader (js/loader.js) takes the place of the generated one.
// Built aside and moved into place: a process that has the old file loaded must not see it change under its feet.
const aside = join(root, 'target', `native-${process.pid}`);
const options = ['--platform', '--no-const-enum', '--no-js', '--dts', 'native.d.ts', '--output-dir', aside];
const { status, error } = spawnSync(
  process.execPath,
  [cli, 'build', ...options, ...(values.release ? ['--release'] : [])],
  { cwd: root, stdio: 'inherit' },
);
if (error) throw error;
if (status === 0) {
  await mkdir(join(root, 'native'), { recursive: true });
  for (const name of await readdir(aside)) await rename(join(aside, name), join(root, 'native', name));
  await writeFile(join(root, 'native', 'profile.txt'), values.release ? 'release' : 'dev');
}
await rm(aside, { recursive: true, force: true });
process.exitCode = status ?? 1;

/** @param {string} path */
async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}
