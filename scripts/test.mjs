// @ts-check
// Every test, from a bare clone: sets up what is missing, builds, runs, and ends with `N passed, N failed`.
//
//   npm test
//   npm test -- --only rust|jest|types [name or pattern for that runner …]

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CommandFailed, run } from './lib/run.mjs';
import { root, setUp } from './lib/set-up.mjs';
import { runMain, stage } from './lib/stage.mjs';
import { fromCargo, fromJest, line, sum } from './lib/totals.mjs';

const reports = path.join(root, 'artifacts', 'test');
/** Where .ci/run finds the last line again. */
const summary = path.join(reports, 'summary.txt');

/** @typedef {import('./lib/totals.mjs').Totals} Totals */
/** @type {Record<string, (patterns: string[]) => Promise<Totals>>} */
const runners = { rust, types, jest };

await runMain(async () => {
  const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
  const { only } = values;
  if (only && !(only in runners)) {
    throw new TypeError(`--only takes ${Object.keys(runners).join(', ')}; got ${only}`);
  }
  if (!only && positionals.length > 0) throw new TypeError('patterns need --only, which names their runner');

  const chosen = only ? [only] : Object.keys(runners);
  const needsAddon = chosen.includes('jest');
  fs.mkdirSync(reports, { recursive: true });
  fs.rmSync(summary, { force: true });
  await setUp({ native: needsAddon, example: needsAddon });

  /** @type {Totals[]} */
  const results = [];
  for (const name of chosen) results.push(await runners[name](positionals));
  const total = sum(results);
  fs.writeFileSync(summary, `${line(total)}\n`);
  console.log(`\n${line(total)}`);
  return total.failed === 0 && total.passed > 0;
});

/** @param {string[]} patterns */
async function rust(patterns) {
  let output = '';
  const ok = await passes('Rust tests', async () => {
    output = await run('cargo', ['test', '--workspace', '--locked', '--no-fail-fast', ...patterns], { output: 'tee' });
  });
  return told(fromCargo(ok === true ? output : ok.output), ok === true);
}

/** Types have no tests to count: they hold, or they are one failure. */
async function types() {
  const page = await passes('page bundle is fresh', () => run('node', ['scripts/build-page.mjs', '--check']));
  const api = await passes('public types', () => run('node', ['node_modules/tsd/dist/cli.js']));
  const failed = [page, api].filter((outcome) => outcome !== true).length;
  return { passed: 0, failed, skipped: 0 };
}

/** @param {string[]} patterns */
async function jest(patterns) {
  const report = path.join(reports, 'jest.json');
  fs.rmSync(report, { force: true });
  const ok = await passes('Jest tests', () =>
    run('node', ['node_modules/jest/bin/jest.js', '--ci', '--json', `--outputFile=${report}`, ...patterns], {
      minutes: 25,
    }),
  );
  const counted = fs.existsSync(report) ? fromJest(fs.readFileSync(report, 'utf8')) : sum([]);
  return told(counted, ok === true);
}

/**
 * @param {string} title
 * @param {() => Promise<unknown>} work
 * @returns {Promise<true | CommandFailed>}
 */
async function passes(title, work) {
  try {
    await stage(title, work);
    return true;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.error(`\n${error.message}`);
    return error;
  }
}

/**
 * A runner that failed without a failed test (it did not build, it ran out of time) is one failure.
 * @param {Totals} counted
 * @param {boolean} ok
 */
function told(counted, ok) {
  return ok || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}
