// @ts-check
'use strict';
// Which session a call is for. The truth about that is in native code: another copy of this file must get the same ones.

const args = require('./arguments');
const { call, environment, native } = require('./native');
const { Session } = require('./session');

/** @typedef {import('../index').SessionOptions} SessionOptions */
/** @typedef {import('../native/native').OptionsData} OptionsData */

const openDefault = () => call(openDefault, () => native().openDefault(environment()));

/** The session of the bare functions. */
const defaultSession = new Session(openDefault);

/** @type {Map<string, Session>} one object for each account, as long as it is the same account's */
const sessions = new Map();

/** @param {SessionOptions} options */
function configure(options) {
  const { logger, ...checked } = args.configureOptions(options);
  call(configure, () => native().configure(flat(checked), environment()));
  if (logger) logTo(logger);
}

/**
 * @param {string} clientId
 * @param {Omit<SessionOptions, 'clientId'>} [options]
 * @returns {import('../index').Session}
 */
function session(clientId, options) {
  args.clientId(clientId, 'clientId');
  const { logger, ...checked } = args.sessionOptions(options);
  const given = Object.keys(checked).length === 0 ? null : flat(checked);
  const opened = call(session, () => native().open(clientId, given, environment()));
  if (logger) logTo(logger);
  const known = sessions.get(clientId) ?? new Session(() => opened);
  sessions.set(clientId, known);
  return known;
}

/** @param {Record<string, any>} checked @returns {OptionsData} */
function flat({ clientId, dataDir, webUrl, browser = {}, defaultRegion, deviceName }) {
  const { executablePath, args: switches, headless, sandbox } = browser;
  return {
    clientId: clientId ?? null,
    dataDir: dataDir ?? null,
    webUrl: webUrl ?? null,
    executablePath: executablePath ?? null,
    args: switches ?? null,
    headless: headless ?? null,
    sandbox: sandbox ?? null,
    defaultRegion: defaultRegion ?? null,
    deviceName: deviceName ?? null,
  };
}

/** @param {NonNullable<SessionOptions['logger']>} logger */
function logTo(logger) {
  native().setLogger(({ level, target, message, time, fields }) => {
    const record = { level, target, message, time: new Date(time), fields: JSON.parse(fields) };
    try {
      logger(/** @type {import('../index').LogRecord} */ (record));
    } catch (error) {
      // Not to the log: that is what just failed.
      process.emitWarning(`wa-bridge: the logger threw: ${error}`);
    }
  });
}

module.exports = { configure, defaultSession, session };
