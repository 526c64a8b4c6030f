// @ts-check
// Every linter and type checker; all of them run, then the failed ones are named.
//
//   npm run lint

import { CommandFailed, run } from './lib/run.mjs';
import { setUp } from './lib/set-up.mjs';
import { runMain, stage } from './lib/stage.mjs';

// biome colours every character, which only a terminal can show.
const colours = process.stdout.isTTY ? [] : ['--colors=off'];

/** @type {[title: string, command: string, args: string[]][]} */
const checks = [
  ['cargo fmt', 'cargo', ['fmt', '--all', '--check']],
  ['cargo clippy', 'cargo', ['clippy', '--workspace', '--all-targets', '--locked', '--', '-D', 'warnings']],
  ['biome', 'node', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', ...colours]],
  ['tsc', 'node', ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json']],
  ['tsc (page)', 'node', ['node_modules/typescript/bin/tsc', '--project', 'page/tsconfig.json', '--noEmit']],
];

await runMain(async () => {
  await setUp({ native: false });
  /** @type {string[]} */
  const failed = [];
  for (const [title, command, args] of checks) {
    try {
      await stage(title, () => run(command, args));
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      console.error(`   ${error.message}`);
      failed.push(title);
    }
  }
  console.log(failed.length === 0 ? '\nAll linters pass.' : `\nFailed: ${failed.join(', ')}`);
  return failed.length === 0;
});
