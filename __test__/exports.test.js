// @ts-check
'use strict';
// What the package's face exports is what its types say, whichever way it is loaded.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const ts = require('typescript');
const { runNode } = require('./support/node');

const root = path.join(__dirname, '..');
const manifest = require('../package.json');

/** Names of the values that index.d.ts declares. */
function declared() {
  const source = ts.createSourceFile(
    'index.d.ts',
    fs.readFileSync(path.join(root, 'index.d.ts'), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  return source.statements
    .flatMap((statement) => {
      if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text];
      if (!ts.isVariableStatement(statement)) return [];
      return statement.declarationList.declarations.map(({ name }) => /** @type {ts.Identifier} */ (name).text);
    })
    .sort();
}

/** @param {string} file @param {string} [cwd] */
const namesOf = (file, cwd) => {
  const url = JSON.stringify(pathToFileURL(path.join(root, file)).href);
  const script = `import(${url}).then((m) => console.log(JSON.stringify(Object.keys(m).filter((n) => n !== 'default' && n !== 'module.exports').sort())))`;
  return runNode(['-e', script], { cwd }).then(({ stdout }) => JSON.parse(stdout));
};

test('index.js, index.mjs and the stub for browsers export what index.d.ts declares', async () => {
  expect(Object.keys(require('..')).sort()).toEqual(declared());
  for (const file of ['index.js', 'index.mjs', 'browser.js'])
    expect([file, await namesOf(file)]).toEqual([file, declared()]);
});

test('the shim of bundlers finds the installed package', async () => {
  // A package can name itself, so its own folder is one where it is installed.
  expect(await namesOf('shim.mjs', root)).toEqual(declared());
});

test('the shim says what to do where the package is not installed', async () => {
  const url = JSON.stringify(pathToFileURL(path.join(root, 'shim.mjs')).href);
  const { stderr, code } = await runNode(['-e', `import(${url})`], { cwd: path.parse(root).root });
  expect(code).not.toBe(0);
  expect(stderr).toContain("Add serverExternalPackages: ['wa-bridge'] to next.config");
});

test('CommonJS and ESM are one and the same', async () => {
  const script = `import('wa-bridge').then((esm) => console.log(esm.generateQr === require('wa-bridge').generateQr))`;
  expect((await runNode(['-e', script], { cwd: root })).stdout.trim()).toBe('true');
});

test('importing loads no addon', async () => {
  const script = `require('wa-bridge'); console.log(Object.keys(require.cache).filter((name) => name.endsWith('.node')).length)`;
  expect((await runNode(['-e', script], { cwd: root })).stdout.trim()).toBe('0');
});

test('in a browser or an edge runtime importing is harmless and calling says what to do', async () => {
  const stub = pathToFileURL(path.join(root, 'browser.js')).href;
  const script = `import(${JSON.stringify(stub)}).then((wa) => { try { wa.generateQr(); } catch (e) { console.log(JSON.stringify({ ...e, message: e.message })); } })`;
  const error = JSON.parse((await runNode(['-e', script])).stdout);
  expect(error).toMatchObject({
    code: 'ERR_WA_NOT_A_SERVER',
    message: expect.stringContaining('needs a Node.js server'),
  });
});

test('every file that package.json names exists and is published', () => {
  /** @param {unknown} target @returns {string[]} */
  const targets = (target) =>
    typeof target === 'string' ? [target] : Object.values(/** @type {object} */ (target)).flatMap(targets);
  const named = [manifest.main, manifest.types, ...targets(manifest.exports)].map((file) => path.normalize(file));
  for (const file of named) {
    expect([file, fs.existsSync(path.join(root, file))]).toEqual([file, true]);
    const published =
      file === 'package.json' ||
      manifest.files.some((entry) => file === entry || (entry.endsWith('/') && file.startsWith(entry)));
    expect([file, published]).toEqual([file, true]);
  }
});

test('types come first, and bundlers get the shim', () => {
  const conditions = Object.keys(manifest.exports['.']);
  expect(conditions[0]).toBe('types');
  expect(conditions.indexOf('module')).toBeLessThan(conditions.indexOf('import'));
});
