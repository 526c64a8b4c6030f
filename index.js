// @ts-check
'use strict';

const { WaBridgeError } = require('./js/errors');
const { configure, defaultSession, session } = require('./js/sessions');
const { version } = require('./package.json');

// One assignment each, so that Node finds the names when this file is imported from ESM. The default session's methods are bound and
// not wrapped, so that errors point at the caller.
exports.configure = configure;
exports.session = session;
exports.WaBridgeError = WaBridgeError;
exports.version = version;
exports.generateQr = defaultSession.generateQr.bind(defaultSession);
exports.onAuth = defaultSession.onAuth.bind(defaultSession);
exports.login = defaultSession.login.bind(defaultSession);
exports.sendMessage = defaultSession.sendMessage.bind(defaultSession);
exports.messageStatus = defaultSession.messageStatus.bind(defaultSession);
exports.onMessage = defaultSession.onMessage.bind(defaultSession);
exports.messages = defaultSession.messages.bind(defaultSession);
exports.status = defaultSession.status.bind(defaultSession);
exports.health = defaultSession.health.bind(defaultSession);
exports.start = defaultSession.start.bind(defaultSession);
exports.close = defaultSession.close.bind(defaultSession);
exports.logout = defaultSession.logout.bind(defaultSession);
exports.reset = defaultSession.reset.bind(defaultSession);
