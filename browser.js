// @ts-check
'use strict';
// What code for browsers and edge runtimes gets (export conditions `browser`, `edge-light`, `workerd`): importing is harmless, because
// one file may be compiled for the server and for the edge; every call says what to do. CommonJS, so that Jest's jsdom can load it too.

class WaBridgeError extends Error {
  name = 'WaBridgeError';
  code = 'ERR_WA_NOT_A_SERVER';
  hint = "Call it in a route handler or a server action with `export const runtime = 'nodejs'`.";
  retryable = false;

  toJSON() {
    const { name, code, message, hint, retryable } = this;
    return { name, code, message, hint, retryable };
  }
}

/** @param {string} name @returns {(...args: unknown[]) => never} */
const serverOnly = (name) => () => {
  throw new WaBridgeError(
    `wa-bridge: ${name}() needs a Node.js server; this code runs in a browser or in an edge runtime`,
  );
};

exports.WaBridgeError = WaBridgeError;
exports.version = '';
exports.configure = serverOnly('configure');
exports.generateQr = serverOnly('generateQr');
exports.onAuth = serverOnly('onAuth');
exports.login = serverOnly('login');
exports.sendMessage = serverOnly('sendMessage');
exports.messageStatus = serverOnly('messageStatus');
exports.onMessage = serverOnly('onMessage');
exports.messages = serverOnly('messages');
exports.status = serverOnly('status');
exports.health = serverOnly('health');
exports.start = serverOnly('start');
exports.close = serverOnly('close');
exports.logout = serverOnly('logout');
exports.reset = serverOnly('reset');
exports.session = serverOnly('session');
