// @ts-check
'use strict';

const { at, callSite, errorOf, internalError } = require('./errors');
const { load } = require('./loader');

/** @typedef {typeof import('../native/native')} Addon */
/** @typedef {import('../native/native').Cancellation} Cancellation */

/** @template T @typedef {import('../native/native').Outcome<T>} Outcome */

/** @type {Addon | undefined} */
let addon;

/** The addon; the first call loads it. @returns {Addon} */
function native() {
  if (!addon) {
    addon = load(require('../package.json').version);
    addon.startLogging(process.env.WA_BRIDGE_LOG || null);
  }
  return addon;
}

/** What options fall back to. Read at each use: this process's own view of its variables counts. */
function environment() {
  /** @type {Record<string, string>} */
  const vars = {};
  const { WHATSAPP_CLIENT_ID, LOCALAUTH_DATA_PATH, WA_BRIDGE_DATA_DIR, WA_BRIDGE_WEB_URL, WA_BRIDGE_CHROME } =
    process.env;
  const known = { WHATSAPP_CLIENT_ID, LOCALAUTH_DATA_PATH, WA_BRIDGE_DATA_DIR, WA_BRIDGE_WEB_URL, WA_BRIDGE_CHROME };
  for (const [name, value] of Object.entries(known)) if (value) vars[name] = value;
  return { vars, workingDirectory: process.cwd() };
}

/**
 * Makes a synchronous native call.
 * @template T
 * @param {Function} entry the public function that was called
 * @param {() => Outcome<T>} begin
 * @returns {T}
 */
function call(entry, begin) {
  const outcome = guarded(begin);
  if (outcome.error) throw at(errorOf(outcome.error), callSite(entry));
  return /** @type {T} */ (outcome.ok);
}

/**
 * Makes an asynchronous native call. An abort ends it at once and rejects with the signal's reason.
 * @template T
 * @param {Function} entry the public function that was called
 * @param {AbortSignal | undefined} signal
 * @param {(cancellation: Cancellation | null) => Promise<Outcome<T>>} begin
 * @returns {Promise<T>}
 */
async function request(entry, signal, begin) {
  const site = callSite(entry);
  signal?.throwIfAborted();
  const cancellation = signal ? new (native().Cancellation)() : null;
  const cancel = () => cancellation?.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const outcome = await guarded(() => begin(cancellation));
    if (outcome.cancelled) throw signal?.reason;
    if (outcome.error) throw at(errorOf(outcome.error), site);
    return /** @type {T} */ (outcome.ok);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Native calls tell their faults as data; what they throw is a bug.
 * @template T
 * @param {() => T} begin
 * @returns {T}
 */
function guarded(begin) {
  try {
    return begin();
  } catch (error) {
    throw typeof (/** @type {any} */ (error)?.code) === 'string' &&
      /** @type {any} */ (error).code.startsWith('ERR_WA_')
      ? error
      : internalError(error);
  }
}

module.exports = { native, environment, call, request };
