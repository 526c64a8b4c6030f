// @ts-check
'use strict';

const { WaBridgeError } = require('./errors');

/**
 * Where the addon may be, by platform and libc: built here, or installed as a platform package. Every name is written out, because
 * bundlers and file tracers only see what is.
 * @type {Record<string, Array<() => any>>}
 */
const PLACES = {
  'linux-x64-gnu': [() => require('../native/wa-bridge.linux-x64-gnu.node'), () => require('@wa-bridge/linux-x64-gnu')],
  'linux-x64-musl': [
    () => require('../native/wa-bridge.linux-x64-musl.node'),
    () => require('@wa-bridge/linux-x64-musl'),
  ],
  'linux-arm64-gnu': [
    () => require('../native/wa-bridge.linux-arm64-gnu.node'),
    () => require('@wa-bridge/linux-arm64-gnu'),
  ],
  'linux-arm64-musl': [
    () => require('../native/wa-bridge.linux-arm64-musl.node'),
    () => require('@wa-bridge/linux-arm64-musl'),
  ],
  'darwin-x64': [() => require('../native/wa-bridge.darwin-x64.node'), () => require('@wa-bridge/darwin-x64')],
  'darwin-arm64': [() => require('../native/wa-bridge.darwin-arm64.node'), () => require('@wa-bridge/darwin-arm64')],
  'win32-x64-msvc': [
    () => require('../native/wa-bridge.win32-x64-msvc.node'),
    () => require('@wa-bridge/win32-x64-msvc'),
  ],
  'win32-arm64-msvc': [
    () => require('../native/wa-bridge.win32-arm64-msvc.node'),
    () => require('@wa-bridge/win32-arm64-msvc'),
  ],
};

/**
 * The triples that this system can load, best first. On Linux a glibc names itself in the process report.
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 * @param {() => string | null} libc
 */
function triples(platform, arch, libc) {
  if (platform === 'linux') return [`linux-${arch}-${libc() === 'glibc' ? 'gnu' : 'musl'}`];
  return [platform === 'win32' ? `win32-${arch}-msvc` : `${platform}-${arch}`];
}

/** @returns {'glibc' | 'musl' | null} null where the question makes no sense */
function hostLibc() {
  if (process.platform !== 'linux') return null;
  const report = /** @type {any} */ (process.report);
  // Without this the report asks the DNS for the name of every open connection.
  report.excludeNetwork = true;
  return report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
}

/**
 * Loads the addon of this platform and of exactly this version.
 * @param {string} version
 * @param {{ platform?: NodeJS.Platform, arch?: string, libc?: () => string | null, places?: typeof PLACES }} [host] for tests
 * @returns {typeof import('../native/native')}
 * @throws {WaBridgeError} `ERR_WA_ADDON_NOT_FOUND` telling all that was tried
 */
function load(version, { platform = process.platform, arch = process.arch, libc = hostLibc, places = PLACES } = {}) {
  const names = triples(platform, arch, libc);
  /** @type {string[]} */
  const tried = [];
  for (const name of names) {
    for (const [index, place] of (places[name] ?? []).entries()) {
      const where = index === 0 ? `native/wa-bridge.${name}.node` : `@wa-bridge/${name}`;
      try {
        const addon = place();
        if (addon.version() === version) return addon;
        tried.push(`${where}: is version ${addon.version()}`);
      } catch (error) {
        tried.push(`${where}: ${reason(error)}`);
      }
    }
  }
  throw notFound({ platform, arch, libc: platform === 'linux' ? libc() : null, names, tried, version });
}

/** @param {unknown} error */
function reason(error) {
  const { code, message } = /** @type {{ code?: string, message?: string }} */ (error);
  if (code === 'MODULE_NOT_FOUND') return 'not there';
  return String(message ?? error).split('\n', 1)[0];
}

/** @param {{ platform: string, arch: string, libc: string | null, names: string[], tried: string[], version: string }} what */
function notFound({ platform, arch, libc, names, tried, version }) {
  const system = [platform, arch, libc].filter(Boolean).join(' ');
  const message =
    tried.length === 0
      ? `wa-bridge has no native addon for ${system}`
      : `the native addon of wa-bridge ${version} was not found for ${system} (tried ${tried.join('; ')})`;
  const hint =
    tried.length === 0
      ? `Run on one of ${Object.keys(PLACES).join(', ')}.`
      : `In a checkout run "npm run build". In an app install again on this very system without --omit=optional; if a lock file was ` +
        `made on another system, delete node_modules and the lock file's entries for @wa-bridge/${names[0]} first.`;
  return new WaBridgeError({ code: 'ERR_WA_ADDON_NOT_FOUND', message, hint, retryable: false });
}

module.exports = { load };
