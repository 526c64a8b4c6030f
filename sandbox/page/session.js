/* The life of the connection: opening, pairing or resuming, syncing, losing the line, conflict and takeover. */
__d(
  'StandInSession',
  [
    'StandInSettings',
    'StandInLink',
    'StandInKeys',
    'StandInLogin',
    'StandInSync',
    'StandInPairing',
    'StandInLogout',
    'StandInFaults',
    'WAWebSocketModel',
    'WAWebStreamModel',
    'WAWebBackendEventBus',
    'WABase64',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { delays, reconnectMs } = require('StandInSettings');
    const { link } = require('StandInLink');
    const { keyPair } = require('StandInKeys');
    const Login = require('StandInLogin');
    const { sync } = require('StandInSync');
    const { pairDevice } = require('StandInPairing');
    const { leave } = require('StandInLogout');
    const { Socket } = require('WAWebSocketModel');
    const { Stream } = require('WAWebStreamModel');
    const { BackendEventBus } = require('WAWebBackendEventBus');
    const { encodeB64 } = require('WABase64');
    require('StandInFaults');

    const pause = (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);

    let retry = 0;
    /** Counts attempts, so that one that was overtaken keeps its hands off. */
    let attempt = 0;

    async function introduce() {
      const publicKey = async (name) => encodeB64((await keyPair(name)).pubKey);
      const [noise, identity] = [await publicKey('noise'), await publicKey('identity')];
      return link.call('hello', { creds: Login.credentials(), noise, identity });
    }

    async function goOn(welcome) {
      if (welcome.status === 'logout') return leave(welcome.reason);
      if (welcome.status === 'ok') return sync();
      Socket.set({ state: 'UNPAIRED' });
      return pairDevice();
    }

    /** Opens the line and goes on as what this profile is: a linked device, or a page that wants to be one. */
    async function open() {
      const turn = ++attempt;
      clearTimeout(retry);
      BackendEventBus.trigger('open_socket_stream');
      Stream.set({ info: 'OPENING' });
      Socket.set({ state: 'OPENING', stream: 'DISCONNECTED', launched: true });
      try {
        await link.open();
        await pause(delays.openMs);
        if (turn !== attempt) return;
        if (Login.credentials()) Socket.set({ state: 'PAIRING' });
        await goOn(await introduce());
      } catch (error) {
        if (turn !== attempt) return;
        console.error(`connection failed: ${error.message}`);
        link.close();
        retryLater('TIMEOUT');
      }
    }

    function retryLater(state) {
      clearTimeout(retry);
      Stream.set({ info: 'OFFLINE', mode: 'OFFLINE' });
      Socket.set({ state, stream: 'DISCONNECTED', retryTimestamp: Date.now() + reconnectMs });
      retry = setTimeout(open, reconnectMs);
    }

    function onDropped() {
      BackendEventBus.trigger('socket_stream_disconnected');
      retryLater('OPENING');
    }

    async function onLinked({ people, messages, ...credentials }) {
      await Login.adopt(credentials);
      await pause(delays.pairMs);
      await sync({ people, messages });
    }

    function onConflict() {
      attempt += 1;
      link.close();
      Stream.set({ mode: 'CONFLICT' });
      Socket.set({ state: 'CONFLICT', stream: 'DISCONNECTED' });
    }

    function reconnect() {
      link.close();
      return open();
    }

    async function start() {
      await Login.restore();
      Object.assign(link.answers, { linked: onLinked, conflict: onConflict, logout: ({ reason }) => leave(reason) });
      link.on('dropped', onDropped);
      await open();
    }

    Object.assign(exports, { start, reconnect, takeover: reconnect });
  },
  98,
);
