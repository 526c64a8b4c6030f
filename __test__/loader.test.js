// @ts-check
'use strict';
// A missing addon is told with everything that was tried.

const path = require('node:path');
const wa = require('..');
const { load } = require('../js/loader');
const { runNode } = require('./support/node');

const missing = (/** @type {string} */ name) => () => {
  throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack: …`), { code: 'MODULE_NOT_FOUND' });
};
const addon = (/** @type {string} */ version) => () => ({ version: () => version });

/** @param {Parameters<typeof load>[1]} host @returns {any} */
function failure(host) {
  try {
    load('1.2.3', host);
  } catch (error) {
    return error;
  }
  throw new Error('it loaded');
}

const linux = { platform: /** @type {const} */ ('linux'), arch: 'x64', libc: () => 'glibc' };

test('the local build comes before the platform package', () => {
  const places = { 'linux-x64-gnu': [jest.fn(addon('1.2.3')), jest.fn(addon('1.2.3'))] };
  load('1.2.3', { ...linux, places });
  expect(places['linux-x64-gnu'].map((place) => place.mock.calls.length)).toEqual([1, 0]);
});

test('the platform package is taken when there is no local build', () => {
  const installed = addon('1.2.3')();
  const places = { 'linux-x64-gnu': [missing('local'), () => installed] };
  expect(load('1.2.3', { ...linux, places })).toBe(installed);
});

test('musl has packages of its own', () => {
  const musl = addon('1.2.3')();
  const places = { 'linux-x64-gnu': [missing('gnu')], 'linux-x64-musl': [() => musl] };
  expect(load('1.2.3', { ...linux, libc: () => 'musl', places })).toBe(musl);
});

test('an addon that is nowhere is told with system, places and what to do', () => {
  const error = failure({ ...linux, places: { 'linux-x64-gnu': [missing('a'), missing('b')] } });
  expect(error).toBeInstanceOf(wa.WaBridgeError);
  expect(error).toMatchObject({
    code: 'ERR_WA_ADDON_NOT_FOUND',
    retryable: false,
    message:
      'the native addon of wa-bridge 1.2.3 was not found for linux x64 glibc ' +
      '(tried native/wa-bridge.linux-x64-gnu.node: not there; @wa-bridge/linux-x64-gnu: not there)',
  });
  expect(error.hint).toMatch(/npm run build.*lock file.*@wa-bridge\/linux-x64-gnu/);
});

test('an addon of another version is not used, and one that cannot be loaded says why', () => {
  const broken = () => {
    throw new Error("/lib/libc.so.6: version `GLIBC_2.34' not found\n at …");
  };
  const error = failure({ ...linux, places: { 'linux-x64-gnu': [addon('1.0.0'), broken] } });
  expect(error.message).toContain('native/wa-bridge.linux-x64-gnu.node: is version 1.0.0');
  expect(error.message).toContain("@wa-bridge/linux-x64-gnu: /lib/libc.so.6: version `GLIBC_2.34' not found)");
});

test('a system that nobody builds for is told the ones that there are', () => {
  const error = failure({ platform: 'sunos', arch: 'sparc' });
  expect(error.message).toBe('wa-bridge has no native addon for sunos sparc');
  expect(error.hint).toContain('linux-x64-gnu');
});

test('the error reaches whoever calls, and importing still works', async () => {
  const script = `
    Object.defineProperty(process, 'arch', { value: 'sparc' });
    const wa = require(${JSON.stringify(path.join(__dirname, '..'))});
    wa.generateQr().catch((error) => console.log(error.code));
    try { wa.status(); } catch (error) { console.log(error.code); }
  `;
  const { stdout } = await runNode(['-e', script]);
  expect(stdout.trim().split('\n')).toEqual(['ERR_WA_ADDON_NOT_FOUND', 'ERR_WA_ADDON_NOT_FOUND']);
});
