'use strict';
// The set-up and the totals decide what everybody else believes about a run.

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

const root = path.resolve(__dirname, '..');
const lib = (name) => JSON.stringify(path.join(root, 'scripts', 'lib', name));

/** Evaluates an expression of the ES modules under scripts/, which Jest itself cannot import. */
async function evaluate(imports, expression) {
  const code = `${imports}\nconsole.log(JSON.stringify(await (${expression}) ?? null));`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: root, timeout: 30_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

describe('totals', () => {
  const imports = `import { fromCargo, fromJest, line, sum } from ${lib('totals.mjs')};`;

  test('every test binary of cargo counts', async () => {
    const output = [
      'test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.05s',
      'test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s',
    ].join('\n');
    expect(await evaluate(imports, `fromCargo(${JSON.stringify(output)})`)).toEqual({
      passed: 15,
      failed: 2,
      skipped: 1,
    });
  });

  test('a Jest file that cannot be loaded is a failure', async () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 1,
    };
    const json = JSON.stringify(JSON.stringify(report));
    expect(await evaluate(imports, `line(sum([fromJest(${json})]))`)).toBe('4 passed, 1 failed');
  });
});

describe('run', () => {
  const imports = `import { run } from ${lib('run.mjs')};`;

  test('a failing command tells its exit code', async () => {
    const failed = "run('sh', ['-c', 'exit 7']).catch((error) => [error.name, error.message])";
    expect(await evaluate(imports, failed)).toEqual(['CommandFailed', 'sh -c exit 7 ended with exit code 7']);
  });

  test('past its deadline a command ends with all that it started', async () => {
    // The inner shell holds stdout: `run` settles only when it, too, is gone.
    const late =
      "run('sh', ['-c', 'sh -c \"sleep 60\" & wait'], { minutes: 0.01, output: 'collect' }).catch((error) => error.message)";
    expect(await evaluate(imports, late)).toMatch(/did not end within 0.01 minutes$/);
  });
});

describe('npm packages', () => {
  const imports = `import { installed } from ${lib('node-modules.mjs')};`;
  let folder;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wa-bridge-lock-'));
    fs.mkdirSync(path.join(folder, 'node_modules'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const check = async (wanted, present) => {
    fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (present) {
      const record = path.join(folder, 'node_modules', '.package-lock.json');
      fs.writeFileSync(record, JSON.stringify({ packages: present }));
    }
    return evaluate(imports, `installed(${JSON.stringify(folder)})`);
  };
  const left = { version: '1.0.0', integrity: 'sha512-a' };

  test('a bare clone has none', async () => {
    expect(await check({ 'node_modules/left': left })).toBe(false);
  });

  test('what the lock file asks for is enough; more does no harm', async () => {
    const wanted = { '': {}, 'node_modules/left': left, 'node_modules/mac-only': { ...left, optional: true } };
    expect(await check(wanted, { 'node_modules/left': left, 'node_modules/more': left })).toBe(true);
  });

  test('another version is not', async () => {
    expect(await check({ 'node_modules/left': left }, { 'node_modules/left': { ...left, version: '1.0.1' } })).toBe(
      false,
    );
  });
});
