// What bundlers take (export condition `module`): a native addon cannot be bundled, so the package is required at run time from where
// the app is installed. `serverExternalPackages` makes this file unnecessary; without them it keeps an app working.

const { createRequire } = process.getBuiltinModule('node:module');

/** @type {typeof import('./index.js')} */
let api;
try {
  api = createRequire(`${process.cwd()}/package.json`)('wa-bridge');
} catch (cause) {
  throw new Error(
    `wa-bridge was bundled, and is not installed under ${process.cwd()}. Add serverExternalPackages: ['wa-bridge'] to next.config, ` +
      'or start the server in the folder of the app.',
    { cause },
  );
}

export const {
  configure,
  generateQr,
  onAuth,
  login,
  sendMessage,
  messageStatus,
  onMessage,
  messages,
  status,
  health,
  start,
  close,
  logout,
  reset,
  session,
  WaBridgeError,
  version,
} = api;
