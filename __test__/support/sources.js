'use strict';
// The project's own files as git sees them: committed, or new and not ignored.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

const root = path.resolve(__dirname, '..', '..');
/** Written by scripts/build-page.mjs from page/. */
const GENERATED = ['crates/browser/src/page.js'];

/** @typedef {{ name: string, text: string }} Source `name` is the path from the project's root, with slashes. */

/** @returns {Source[]} every text file */
function allFiles() {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return [...new Set(list.split('\0'))]
    .filter((name) => name !== '' && fs.existsSync(path.join(root, name)))
    .map((name) => ({ name, bytes: fs.readFileSync(path.join(root, name)) }))
    .filter(({ bytes }) => !bytes.includes(0))
    .map(({ name, bytes }) => ({ name, text: bytes.toString('utf8') }));
}

/** @param {Source[]} files @returns {Source[]} written by hand: Rust, JavaScript, TypeScript */
function handWritten(files) {
  return files.filter(({ name }) => /\.(rs|[cm]?js|tsx?|jsx|css)$/.test(name) && !GENERATED.includes(name));
}

/**
 * What a JavaScript or TypeScript file imports: packages by their name, files by their path from the root.
 * @param {Source} source
 * @returns {string[]}
 */
function importsOf({ name, text }) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName;
    return path.posix.normalize(path.posix.join(path.posix.dirname(name), fileName));
  });
}

/** @param {Source} source @param {RegExp} pattern @returns {string[]} `file:line: text` */
function hits({ name, text }, pattern) {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : []));
}

module.exports = { allFiles, handWritten, importsOf, hits };
