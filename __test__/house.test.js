'use strict';
// Who may name whom, and the house rules that a machine can check. docs/architecture.md has the reasons.

const { allFiles, handWritten, hits, importsOf } = require('./support/sources');

const files = allFiles();
const sources = handWritten(files);
const rust = sources.filter(({ name }) => name.endsWith('.rs'));
const scripts = sources.filter(({ name }) => !/\.(rs|css)$/.test(name));
const under =
  (...folders) =>
  (source) =>
    folders.some((folder) => source.name.startsWith(folder));
const outside =
  (...folders) =>
  (source) =>
    !under(...folders)(source);
const all = (list, pattern) => list.flatMap((source) => hits(source, pattern));

/** Imports of the scripts under `folders` that none of `allowed` matches. */
function strangers(folders, allowed) {
  return scripts.filter(under(...folders)).flatMap((source) =>
    importsOf(source)
      .filter((target) => !allowed.some((pattern) => pattern.test(target)))
      .map((target) => `${source.name} imports ${target}`),
  );
}

describe('Rust', () => {
  test('only src/ names N-API', () => {
    expect(all(rust.filter(outside('src/', 'build.rs')), /\bnapi(_derive|_build)?\b/)).toEqual([]);
  });

  test('only crates/browser names the DevTools protocol', () => {
    expect(all(rust.filter(outside('crates/browser/')), /\bchromiumoxide\b/)).toEqual([]);
  });

  test('core knows no engine, no binding and no unsafe code', () => {
    const core = files.filter(under('crates/core/'));
    expect(all(core, /wa[-_]bridge[-_]browser|\bchromiumoxide\b|\bnapi\b/)).toEqual([]);
    expect(core.find(({ name }) => name === 'crates/core/src/lib.rs').text).toContain('#![forbid(unsafe_code)]');
  });

  test('every crate takes the lints of the workspace', () => {
    const manifests = files.filter(({ name }) => /(^|\/)Cargo\.toml$/.test(name));
    expect(manifests.filter(({ text }) => !/\[lints\]\nworkspace = true/.test(text)).map(({ name }) => name)).toEqual(
      [],
    );
  });
});

describe('JavaScript', () => {
  const builtins = /^node:/;
  /** What code inside the page gets from WhatsApp's own loader. */
  const whatsapp = /^[A-Z]/;

  test('the public face and js/ stand on the addon alone', () => {
    const face = /^(index\.m?js|shim\.mjs)$/;
    const own = [
      builtins,
      /^js\//,
      /^native(\/|\.)/,
      /^@wa-bridge\//,
      /^package\.json$/,
      /^index(\.js)?$/,
      /^wa-bridge$/,
    ];
    expect(strangers(['js/'], own)).toEqual([]);
    const strange = scripts
      .filter(({ name }) => face.test(name))
      .flatMap(importsOf)
      .filter((target) => !own.some((pattern) => pattern.test(target)));
    expect(strange).toEqual([]);
  });

  test('the page script imports nothing but itself', () => {
    expect(strangers(['page/'], [/^page\//, whatsapp])).toEqual([]);
  });

  test('the sandbox and its judge know nothing of the driver', () => {
    expect(strangers(['sandbox/'], [builtins, /^ws$/, /^sandbox(\/|$)/, whatsapp])).toEqual([]);
    const driver = /^(index|js|native|page|crates|src)([/.]|$)|^wa-bridge$/;
    const named = scripts
      .filter(under('__test__/sandbox/', '__test__/judge/'))
      .flatMap((source) => importsOf(source).filter((target) => driver.test(target)));
    expect(named).toEqual([]);
  });

  test('the example uses the package as any app does', () => {
    const outsideOfIt = scripts
      .filter(under('examples/'))
      .flatMap((source) => importsOf(source).map((target) => ({ from: source.name.split('/', 2).join('/'), target })))
      .filter(
        ({ from, target }) =>
          /^(\.\.|index|js|native|sandbox|page|crates)([/.]|$)/.test(target) && !target.startsWith(from),
      );
    expect(outsideOfIt).toEqual([]);
  });

  test("only page/ and the sandbox name WhatsApp's modules", () => {
    const driver = sources.filter(under('src/', 'crates/', 'js/', 'examples/', 'index', 'shim', 'scripts/'));
    expect(all(driver.filter(outside('crates/browser/tests/')), /\bWAWeb[A-Z]\w+/)).toEqual([]);
  });
});

describe('house rules', () => {
  /** Longer than a file should be, and why it is one concern all the same. */
  const LONG = {
    'crates/core/tests/session.rs': 'independent scenarios, one after the other, against the one played engine',
  };

  test('no file has grown past 350 lines unseen', () => {
    const long = sources
      .filter(({ name, text }) => !name.endsWith('.d.ts') && text.split('\n').length - 1 > 350)
      .map(({ name }) => name);
    expect(long.sort()).toEqual(Object.keys(LONG).sort());
  });

  test('tests wait for conditions, never for a fixed time', () => {
    const tests = sources.filter(({ name }) => /(^__test__\/|\/tests?\/|[._/]tests?\.)/.test(name));
    expect(tests.length).toBeGreaterThan(3);
    // What tests wait with: it polls until a condition holds or its deadline passes.
    const polls = /\/support\//;
    const waits = /waitForTimeout\(|\bsleep\(|setTimeout\((resolve|done|r)\b|timers\/promises/;
    const waiting = tests.filter(({ name }) => !polls.test(name));
    expect(all(waiting, waits)).toEqual([]);
  });

  test('nothing is left unfinished or switched off', () => {
    const own = sources.filter(({ name }) => name !== '__test__/house.test.js');
    expect(all(own, /\b(TODO|FIXME|XXX)\b|#\[ignore|\b(it|test|describe)\.(skip|only|todo)\b/)).toEqual([]);
  });

  test('no committed file names a machine or a registry', () => {
    const machine = /(^|[\s"'`(=:])\/(work|root)\/\w/;
    expect(all(files, machine)).toEqual([]);
    const locks = files.filter(({ name }) => /(^|\/)package-lock\.json$/.test(name));
    const from = locks
      .flatMap(({ text }) => Object.values(JSON.parse(text).packages))
      .flatMap(({ resolved, link }) => (resolved && !link ? [resolved] : []));
    expect(from.filter((url) => !/^(file:|https:\/\/registry\.npmjs\.org\/)/.test(url))).toEqual([]);
    const crates = files.find(({ name }) => name === 'Cargo.lock').text.match(/^source = .*$/gm);
    expect(new Set(crates)).toEqual(new Set(['source = "registry+https://github.com/rust-lang/crates.io-index"']));
  });

  test('lock files hold the packages of every platform', () => {
    // npm leaves out what the registry at hand did not have for another platform, and then `npm ci` refuses the lock everywhere.
    // `node scripts/complete-lock.mjs` puts them back.
    const missing = files
      .filter(({ name }) => /(^|\/)package-lock\.json$/.test(name))
      .flatMap(({ name, text }) => {
        const { packages } = JSON.parse(text);
        const places = Object.keys(packages);
        const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
          Object.keys(optionalDependencies),
        );
        const held = (wish) => places.some((place) => place.endsWith(`node_modules/${wish}`));
        return wanted.filter((wish) => !held(wish)).map((wish) => `${name}: ${wish}`);
      });
    expect(missing).toEqual([]);
  });

  test('the licence stands where people look for it', () => {
    const names = files.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md']));
    expect(require('../package.json').license).toBe('MIT');
    expect(files.find(({ name }) => name === 'Cargo.toml').text).toMatch(/^license = "MIT"$/m);
  });
});
