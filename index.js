// @ts-check
'use strict';

const { WaBridgeError } = require('./js/errors');
const { configure, defaultSession, session } = require('./js/sessions');
const { version } = require('./package.json');

// Bound, so that errors point at the caller and not at a wrapper.
module.exports = {
  configure,
  generateQr: defaultSession.generateQr.bind(defaultSession),
  onAuth: defaultSession.onAuth.bind(defaultSession),
  login: defaultSession.login.bind(defaultSession),
  sendMessage: defaultSession.sendMessage.bind(defaultSession),
  messageStatus: defaultSession.messageStatus.bind(defaultSession),
  onMessage: defaultSession.onMessage.bind(defaultSession),
  messages: defaultSession.messages.bind(defaultSession),
  status: defaultSession.status.bind(defaultSession),
  health: defaultSession.health.bind(defaultSession),
  start: defaultSession.start.bind(defaultSession),
  close: defaultSession.close.bind(defaultSession),
  logout: defaultSession.logout.bind(defaultSession),
  reset: defaultSession.reset.bind(defaultSession),
  session,
  WaBridgeError,
  version,
};
