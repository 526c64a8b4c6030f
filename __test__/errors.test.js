// @ts-check
'use strict';
// Errors carry what a program and a person need, and every code is documented.

const fs = require('node:fs');
const path = require('node:path');
const wa = require('..');
const { at, callSite, errorOf } = require('../js/errors');

const root = path.join(__dirname, '..');
const read = (/** @type {string} */ file) => fs.readFileSync(path.join(root, file), 'utf8');

/** @type {import('../native/native').Fault} */
const FAULT = {
  code: 'ERR_WA_SESSION_IN_USE',
  message: 'the session is in use by process 7 on host',
  hint: 'Stop that process.',
  retryable: true,
  phase: null,
  messageId: null,
  pid: 7,
  host: 'host',
  candidates: null,
  field: null,
  range: false,
  causes: [],
};

describe('docs/errors.md', () => {
  const rows = read('docs/errors.md')
    .split('\n')
    .flatMap((line) => {
      const [code, when, what, retryable, ...rest] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return code?.startsWith('`ERR_WA_') ? [{ code: code.replaceAll('`', ''), when, what, retryable, rest }] : [];
    });
  const rust = read('crates/core/src/error.rs');
  const inRust = [...rust.matchAll(/Self::(\w+)[^\n]*=> "(ERR_WA_\w+)"/g)].map(([, variant, code]) => ({
    variant,
    code,
  }));
  const inJs = ['js/loader.js', 'browser.js'].flatMap((file) => read(file).match(/ERR_WA_\w+/g) ?? []);

  test('has one row for every code, and none for others', () => {
    expect(inRust.length).toBeGreaterThan(25);
    const known = new Set([...inRust.map(({ code }) => code), ...inJs]);
    expect(rows.map(({ code }) => code).sort()).toEqual([...known].sort());
  });

  test('says when, what to do and whether to try again', () => {
    for (const row of rows) {
      expect(row).toMatchObject({ when: expect.stringMatching(/\S/), what: expect.stringMatching(/\S/), rest: [] });
      expect([row.code, row.retryable]).toEqual([row.code, expect.stringMatching(/^(yes|no)$/)]);
    }
  });

  test('agrees with the code about what is worth trying again', () => {
    const body = rust.slice(rust.indexOf('pub fn retryable'));
    const retryable = body.slice(0, body.indexOf('\n    }'));
    for (const { variant, code } of inRust) {
      const documented = rows.find((row) => row.code === code)?.retryable;
      expect([code, documented]).toEqual([code, new RegExp(`Self::${variant}\\b`).test(retryable) ? 'yes' : 'no']);
    }
  });
});

describe('WaBridgeError', () => {
  const error = /** @type {import('..').WaBridgeError} */ (errorOf({ ...FAULT, causes: ['no lock', 'EAGAIN'] }));

  test('is an Error with code, hint and details, and the causes as a chain', () => {
    expect(error).toBeInstanceOf(wa.WaBridgeError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'WaBridgeError',
      code: FAULT.code,
      hint: FAULT.hint,
      retryable: true,
      pid: 7,
      host: 'host',
    });
    expect(error.cause).toMatchObject({ message: 'no lock', cause: { message: 'EAGAIN' } });
  });

  test('has no fields that do not apply', () => {
    expect(Object.keys(error).sort()).toEqual(['code', 'hint', 'host', 'pid', 'retryable']);
  });

  test('becomes JSON for an API answer', () => {
    const { code, message, hint } = FAULT;
    expect(JSON.parse(JSON.stringify(error))).toEqual({ name: 'WaBridgeError', code, message, hint, retryable: true });
    const timeout = errorOf({ ...FAULT, code: 'ERR_WA_START_TIMEOUT', phase: 'navigate' });
    expect(JSON.parse(JSON.stringify(timeout)).phase).toBe('navigate');
  });

  test('is recognised from another copy of the package', () => {
    jest.isolateModules(() => {
      const other = require('..');
      expect(other.WaBridgeError).not.toBe(wa.WaBridgeError);
      expect(error).toBeInstanceOf(other.WaBridgeError);
    });
    expect(new Error('x')).not.toBeInstanceOf(wa.WaBridgeError);
    expect(null).not.toBeInstanceOf(wa.WaBridgeError);
  });

  test('has the stack of the call that it ends', async () => {
    /** @returns {Promise<never>} */
    async function publicCall() {
      const site = callSite(publicCall);
      await Promise.resolve();
      throw at(errorOf(FAULT), site);
    }
    const caught = await publicCall().catch((thrown) => thrown);
    expect(caught.stack).toMatch(
      /^WaBridgeError: the session is in use by process 7 on host\n {4}at .*errors\.test\.js/,
    );
  });
});

test('a wrong argument is a TypeError, or a RangeError when only its value is wrong', () => {
  const fault = {
    ...FAULT,
    code: 'ERR_WA_INVALID_ARGUMENT',
    field: 'options.size',
    message: 'options.size must be more',
  };
  expect(errorOf(fault)).toBeInstanceOf(TypeError);
  expect(errorOf({ ...fault, range: true })).toBeInstanceOf(RangeError);
  expect(errorOf(fault)).toMatchObject({
    code: fault.code,
    field: 'options.size',
    hint: 'Correct options.size: it must be more.',
    message: fault.message,
  });
  // As a route answers with it: Response.json(error).
  expect(JSON.parse(JSON.stringify(errorOf(fault)))).toMatchObject({ code: fault.code, message: fault.message });
});
