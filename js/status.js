// @ts-check
'use strict';

const { call } = require('./native');

/**
 * @param {Function} entry the public function that was called
 * @param {import('../native/native').NativeSession} session
 * @returns {import('../index').SessionStatus}
 */
function sessionStatus(entry, session) {
  const { since, qr, lastError, pid, browserVersion, executablePath, ...status } = call(entry, () => session.status());
  return {
    ...status,
    state: /** @type {import('../index').SessionState} */ (status.state),
    phase: /** @type {import('../index').SessionStatus['phase']} */ (status.phase),
    since: new Date(since),
    qr: qr && { issuedAt: new Date(qr.issuedAt), expiresAt: new Date(qr.expiresAt), attempt: qr.attempt },
    lastError: lastError && {
      code: lastError.error.code,
      message: lastError.error.message,
      hint: lastError.error.hint,
      at: new Date(lastError.at),
    },
    browser: { pid, version: browserVersion, executablePath },
  };
}

module.exports = { sessionStatus };
