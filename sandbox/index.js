// @ts-check
'use strict';

const { PROTOCOL } = require('./delays');
const { FaultTable } = require('./faults');
const { readOptions } = require('./options');
const { createContact } = require('./phone/contact');
const { createPhone } = require('./phone/phone');
const { buildAssets } = require('./server/assets');
const { ControlServer } = require('./server/control-server');
const { DeviceEvents } = require('./server/device-events');
const { Linking, ScanError } = require('./server/linking');
const { createLog } = require('./server/log');
const { Messaging } = require('./server/messaging');
const { PageCalls } = require('./server/page-calls');
const { PageConnection } = require('./server/page-connection');
const { AccountState } = require('./server/state');
const { Timers } = require('./server/timers');
const { WebServer } = require('./server/web-server');
const { waitFor } = require('./wait-for');

/** Wires the parts of one sandbox together. @param {any} options */
function compose(options) {
  const timers = new Timers();
  const log = createLog();
  const state = new AccountState(options);
  /** @type {Set<any>} */
  const connections = new Set();
  const faults = new FaultTable({});
  const events = new DeviceEvents({ state, connections });
  const messaging = new Messaging({ state, options, faults, timers, log, events });
  const linking = new Linking({ state, options, faults, timers, log, connections });
  const calls = new PageCalls({ state, linking, messaging, events, faults, log, connections });
  const hub = {
    call: (/** @type {any} */ page, /** @type {string} */ op, /** @type {any} */ args) => calls.call(page, op, args),
    closed: (/** @type {any} */ page) => {
      connections.delete(page);
      linking.forget(page);
      log('page-closed', { page: page.id, device: page.deviceId });
    },
  };
  const onPage = (/** @type {import('ws').WebSocket} */ socket) => {
    const page = new PageConnection(socket, hub);
    connections.add(page);
    log('page-connected', { page: page.id });
  };
  const web = new WebServer({ options, faults, assets: buildAssets(options), log, timers, onPage });
  faults.act = faultActions({ web, connections, calls });
  return { timers, log, state, connections, faults, events, messaging, linking, calls, web };
}

/** The faults that need the server. @param {{ web: any, connections: Set<any>, calls: any }} parts */
function faultActions({ web, connections, calls }) {
  const askAll = (/** @type {string} */ name, /** @type {any} */ data) =>
    Promise.all([...connections].map((page) => page.ask(name, data))).then(() => undefined);
  return {
    setOnline(/** @type {boolean} */ online) {
      web.online = online;
      if (!online) for (const page of connections) page.end();
    },
    freezePage: (/** @type {number} */ ms) => askAll('freeze', { ms }),
    /** A crashed page answers no more: its end is the answer. */
    crashPage: () =>
      Promise.all([...connections].map((page) => page.ask('crash', {}).catch(() => {}))).then(() => undefined),
    socketState: (/** @type {string} */ state) => askAll('socketState', { state }),
    rotateAdvSecret: () => askAll('companionRegRefresh', {}),
    async conflict() {
      for (const page of connections) if (page.deviceId) calls.displace(page);
    },
  };
}

/** @type {typeof import('./index').startSandbox} */
async function startSandbox(given) {
  const options = { ...readOptions(given) };
  const parts = compose({ ...options, reconnectMs: PROTOCOL.reconnectMs / options.speed });
  const { timers, log, state, faults, messaging, linking, calls, events, web } = parts;
  const url = await web.listen();
  const phone = createPhone({ state, linking, messaging, calls, events });
  const contact = (/** @type {string} */ number, /** @type {any} */ person) =>
    createContact({ state, messaging }, number, person);
  const face = { phone, contact, faults: faults.face(), log: log.entries };
  const control =
    options.controlPort === false ? null : new ControlServer({ face, log, messaging, port: options.controlPort });
  const controlUrl = control ? await control.listen() : null;
  /** @type {Promise<void> | undefined} */
  let closed;
  const end = async () => {
    timers.clear();
    await Promise.all([web.close(), control?.close()]);
    state.flush();
  };
  return {
    url,
    controlUrl,
    ...face,
    waitFor,
    close() {
      closed ??= end();
      return closed;
    },
  };
}

module.exports = { startSandbox, ScanError };
