// Bundles page/ into crates/browser/src/page.js, which the engine compiles in. `--check` fails when that file is not what page/ gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}crates/browser/src/page.js`;
const banner = '// Built from page/ by scripts/build-page.mjs. Do not edit.';

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['page/main.ts'],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  banner: { js: banner },
});
const built = outputFiles[0].text;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== built) {
    console.error('crates/browser/src/page.js is stale: run node scripts/build-page.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(target, built);
}
