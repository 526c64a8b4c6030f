// @ts-check
// Makes a bare clone ready: system packages, npm packages, the native addon. Needs no package itself.
//
//   node scripts/setup.mjs [--example] [--release]

import { parseArgs } from 'node:util';
import { setUp } from './lib/set-up.mjs';
import { runMain } from './lib/stage.mjs';

await runMain(() => {
  const { values } = parseArgs({ options: { example: { type: 'boolean' }, release: { type: 'boolean' } } });
  return setUp(values);
});
