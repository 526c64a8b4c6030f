'use strict';
// What ships, on npm and inside the addon, may be used by anyone without a second thought: permissive licences only.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const satisfies = require('spdx-satisfies');

const root = path.resolve(__dirname, '..');
const ALLOWED = [
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MPL-2.0',
  'Zlib',
  '0BSD',
  'Unicode-3.0',
  'CDLA-Permissive-2.0',
];

/** Cargo still allows `A/B` for `A OR B`. */
const allows = (licence) => Boolean(licence) && satisfies(licence.replace(/\s*\/\s*/g, ' OR '), ALLOWED);
const refused = (packages) => packages.filter(({ licence }) => !allows(licence));

test('the rule itself refuses what it should', () => {
  expect(['GPL-3.0-only', 'MIT AND LGPL-2.1-or-later', '', undefined].filter(allows)).toEqual([]);
  expect(['MIT/Apache-2.0', '(MIT OR GPL-2.0-only) AND Unicode-3.0'].filter((licence) => !allows(licence))).toEqual([]);
});

test('npm packages that an installation brings', () => {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages)
    .filter(([, { dev, devOptional }]) => !dev && !devOptional)
    .map(([place, { license }]) => ({ name: place || 'wa-bridge', licence: license }));
  expect(shipped.length).toBeGreaterThan(1);
  expect(refused(shipped)).toEqual([]);
});

test('crates that are compiled into the addon', () => {
  const shipped = compiledCrates().map(({ name, license }) => ({ name, licence: license }));
  expect(shipped.length).toBeGreaterThan(50);
  expect(refused(shipped)).toEqual([]);
}, 120_000);

/** Everything that the addon reaches by normal dependencies, on any platform; build and test tools stay out. */
function compiledCrates() {
  const json = execFileSync('cargo', ['metadata', '--format-version', '1', '--locked'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 110_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { packages, resolve } = JSON.parse(json);
  const edges = new Map(resolve.nodes.map(({ id, deps }) => [id, deps.filter(isNormal).map(({ pkg }) => pkg)]));
  const reached = new Set();
  const waiting = [resolve.root];
  while (waiting.length > 0) {
    const id = waiting.pop();
    if (reached.has(id)) continue;
    reached.add(id);
    waiting.push(...edges.get(id));
  }
  return packages.filter(({ id }) => reached.has(id));
}

function isNormal({ dep_kinds: kinds }) {
  return kinds.some(({ kind }) => kind === null);
}
