// @ts-check
'use strict';

const { errorOf } = require('./errors');
const { native } = require('./native');
const { QrCode } = require('./qr');

/** @typedef {import('../native/native').NativeSession} NativeSession */
/** @typedef {import('../native/native').AuthEventData} AuthEventData */
/** @typedef {import('../index').AuthEvent} AuthEvent */

/** The fields of each event, from those of native code, where an event has them all. */
const FIELDS = /** @type {Record<string, (data: any) => object>} */ ({
  qr: ({ qr }) => ({ qr: new QrCode(qr) }),
  linkRefused: ({ error }) => ({ error: errorOf(error) }),
  linkStalled: ({ error }) => ({ error: errorOf(error) }),
  authenticated: ({ progress }) => ({ progress }),
  ready: ({ account }) => ({ account }),
  disconnected: ({ reason, recoverable, retryInMs, error }) => ({
    reason,
    recoverable,
    retryInMs,
    error: errorOf(error),
  }),
  loggedOut: ({ reason }) => ({ reason }),
  failed: ({ error }) => ({ error: errorOf(error) }),
});

/** @param {AuthEventData} data @returns {AuthEvent} */
const authEvent = (data) => /** @type {any} */ ({ type: data.type, ...FIELDS[data.type]?.(data) });

/**
 * Registers a listener for auth events.
 * @param {NativeSession} session
 * @param {(event: AuthEvent) => unknown} listener
 * @param {string | null} key
 * @returns {() => void} unsubscribes
 */
function listenToAuth(session, listener, key) {
  let active = true;
  const id = session.onAuth(key, (data) => {
    // Events that were on their way when it unsubscribed.
    if (active) attempt(() => listener(authEvent(data)), 'onAuth listener');
  });
  return () => {
    active = false;
    session.off(id);
  };
}

/**
 * Calls an app's function. What it throws must end neither the process nor the other listeners.
 * @param {() => unknown} callback
 * @param {string} what
 * @returns {Promise<boolean>} whether it ended well
 */
async function attempt(callback, what) {
  try {
    await callback();
    return true;
  } catch (error) {
    const { stack, message } = /** @type {{ stack?: string, message?: string }} */ (error ?? {});
    native().logError(`an ${what} threw: ${stack ?? message ?? String(error)}`);
    process.emitWarning(`wa-bridge: an ${what} threw: ${message ?? String(error)}`, { detail: stack });
    return false;
  }
}

module.exports = { attempt, listenToAuth };
