// What code for browsers and edge runtimes gets (export conditions `browser`, `edge-light`, `workerd`): importing is harmless, because
// one file may be compiled for the server and for the edge; every call says what to do.

/** @param {string} name @returns {(...args: unknown[]) => never} */
const serverOnly = (name) => () => {
  throw new WaBridgeError(
    `wa-bridge: ${name}() needs a Node.js server; this code runs in a browser or in an edge runtime`,
  );
};

export class WaBridgeError extends Error {
  name = 'WaBridgeError';
  code = 'ERR_WA_NOT_A_SERVER';
  hint = "Call it in a route handler or a server action with `export const runtime = 'nodejs'`.";
  retryable = false;
}

export const configure = serverOnly('configure');
export const generateQr = serverOnly('generateQr');
export const onAuth = serverOnly('onAuth');
export const login = serverOnly('login');
export const sendMessage = serverOnly('sendMessage');
export const messageStatus = serverOnly('messageStatus');
export const onMessage = serverOnly('onMessage');
export const messages = serverOnly('messages');
export const status = serverOnly('status');
export const health = serverOnly('health');
export const start = serverOnly('start');
export const close = serverOnly('close');
export const logout = serverOnly('logout');
export const reset = serverOnly('reset');
export const session = serverOnly('session');
export const version = '';
