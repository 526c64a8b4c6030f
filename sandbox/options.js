// @ts-check
'use strict';

const { DEFAULT_DELAYS } = require('./delays');
const { lidOf } = require('./server/identity');

const PLATFORMS = ['android', 'iphone', 'smba', 'smbi'];
const KNOWN = [
  'port',
  'controlPort',
  'tls',
  'stateFile',
  'speed',
  'refs',
  'delays',
  'scriptMegabytes',
  'msgKeyStyle',
  'sendReturns',
  'version',
  'debugVersion',
  'account',
  'autoConfirm',
];

/** @param {string} name @param {string} rule @param {unknown} value @returns {never} */
function refuse(name, rule, value) {
  throw new TypeError(`startSandbox: ${name} must be ${rule}, got ${JSON.stringify(value) ?? String(value)}`);
}

/** @param {string} name @param {any} value @param {{min?: number, max?: number, integer?: boolean}} range */
function number(name, value, { min = 0, max = Number.MAX_SAFE_INTEGER, integer = false } = {}) {
  const fits = typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
  if (!fits) refuse(name, `${integer ? 'an integer' : 'a number'} from ${min} to ${max}`, value);
  return value;
}

/** @template T @param {string} name @param {any} value @param {readonly T[]} allowed @returns {T} */
function oneOf(name, value, allowed) {
  if (!allowed.includes(value)) refuse(name, `one of ${allowed.join(', ')}`, value);
  return value;
}

/** @param {any} account */
function readAccount(account) {
  const phone = account.phone ?? '919800000001';
  if (!/^\d{7,15}$/.test(phone)) refuse('account.phone', '7 to 15 digits', phone);
  return {
    phone,
    lid: account.lid ?? lidOf(phone),
    pushName: account.pushName ?? 'Sandbox',
    platform: oneOf('account.platform', account.platform ?? 'android', PLATFORMS),
  };
}

/** @param {any} delays */
function readDelays(delays) {
  for (const [name, value] of Object.entries(delays)) {
    if (!(name in DEFAULT_DELAYS)) refuse(`delays.${name}`, `one of ${Object.keys(DEFAULT_DELAYS).join(', ')}`, value);
    number(`delays.${name}`, value);
  }
  return { ...DEFAULT_DELAYS, ...delays };
}

/**
 * Checks the options and fills in what is missing.
 * @param {import('./index').SandboxOptions} [given]
 * @throws {TypeError} naming the first option that is wrong
 */
function readOptions(given = {}) {
  const options = /** @type {Record<string, any>} */ (given);
  for (const name of Object.keys(options)) {
    if (!KNOWN.includes(name)) refuse(`option "${name}"`, `one of ${KNOWN.join(', ')}`, options[name]);
  }
  if (options.tls && !(options.tls.key && options.tls.cert)) refuse('tls', '{ key, cert } in PEM', options.tls);
  return {
    port: number('port', options.port ?? 0, { max: 65_535, integer: true }),
    controlPort:
      options.controlPort === false
        ? false
        : number('controlPort', options.controlPort ?? 0, { max: 65_535, integer: true }),
    tls: options.tls,
    stateFile: options.stateFile,
    speed: number('speed', options.speed ?? 1, { min: 0.01, max: 10_000 }),
    refs: number('refs', options.refs ?? 6, { min: 1, max: 100, integer: true }),
    delays: readDelays(options.delays ?? {}),
    scriptMegabytes: number('scriptMegabytes', options.scriptMegabytes ?? 0, { max: 64 }),
    msgKeyStyle: oneOf('msgKeyStyle', options.msgKeyStyle ?? '$1', ['$1', '_serialized']),
    sendReturns: oneOf('sendReturns', options.sendReturns ?? 'tuple', ['tuple', 'promise']),
    version: options.version ?? '2.3000.1048032155',
    debugVersion: options.debugVersion ?? true,
    account: readAccount(options.account ?? {}),
    autoConfirm: options.autoConfirm ?? true,
  };
}

module.exports = { readOptions };
