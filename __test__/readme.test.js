'use strict';
// What a reader copies out of the documentation has to compile against the public types, and its links have to lead somewhere.

const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');
const { allFiles } = require('./support/sources');

const root = path.resolve(__dirname, '..');
const pages = allFiles().filter(({ name }) =>
  /^([A-Z]+\.md|docs\/.*\.md|sandbox\/README\.md|examples\/[^/]+\/README\.md)$/.test(name),
);

/** @returns {Map<string, string>} virtual file name in the project's root → its TypeScript */
function snippets() {
  const found = new Map();
  for (const { name, text } of pages) {
    let index = 0;
    for (const [, code] of text.matchAll(/^```tsx?\n(.*?)^```/gms)) {
      found.set(path.join(root, `${name.replaceAll(/\W/g, '-')}-${++index}.ts`), `${code}\nexport {};\n`);
    }
  }
  return found;
}

test('TypeScript in the documentation compiles', () => {
  const virtual = snippets();
  expect(virtual.size).toBeGreaterThan(3);
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    paths: {
      'wa-bridge': [path.join(root, 'index.d.ts')],
      'wa-bridge/testing': [path.join(root, 'sandbox', 'index.d.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => virtual.has(file) || fileExists(file);
  host.readFile = (file) => virtual.get(file) ?? readFile(file);
  host.getSourceFile = (file, target) =>
    virtual.has(file) ? ts.createSourceFile(file, virtual.get(file), target) : getSourceFile(file, target);

  const program = ts.createProgram([...virtual.keys()], options, host);
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file && path.basename(file.fileName)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
    // Next.js is the reader's dependency, not ours.
    .filter((problem) => !problem.includes("module 'next'"));
  expect(problems).toEqual([]);
});

test('links lead to files and headings that exist', () => {
  const broken = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
      .filter(([, target, anchor]) => !leads(name, target, anchor))
      .map(([link]) => `${name}: ${link}`),
  );
  expect(broken).toEqual([]);
});

/** @param {string} from @param {string} target @param {string | undefined} anchor */
function leads(from, target, anchor) {
  const file = target === '' ? path.join(root, from) : path.join(root, path.dirname(from), target);
  if (!fs.existsSync(file)) return false;
  if (!anchor) return true;
  const headings = fs.readFileSync(file, 'utf8').match(/^#+ .*$/gm) ?? [];
  return headings.some((heading) => slug(heading) === anchor);
}

/** As GitHub makes anchors of headings. */
function slug(heading) {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
