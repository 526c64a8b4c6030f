/* The life of the connection: opening, pairing or resuming, syncing, losing the line, conflict and takeover. */
__d(
  'StandInSession',
  [
    'StandInSettings',
    'StandInLink',
    'StandInKeys',
    'StandInStorage',
    'StandInArchive',
    'StandInInbox',
    'StandInOutbox',
    'StandInPairing',
    'StandInLogout',
    'WAWebSocketModel',
    'WAWebStreamModel',
    'WAWebConnModel',
    'WAWebCmd',
    'WAWebBackendEventBus',
    'WAWebUserPrefsMeUser',
    'WABase64',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { delays, reconnectMs } = require('StandInSettings');
    const { link } = require('StandInLink');
    const { keyPair } = require('StandInKeys');
    const { readMeta, writeMeta } = require('StandInStorage');
    const { keepPerson, restore } = require('StandInArchive');
    const Inbox = require('StandInInbox');
    const Outbox = require('StandInOutbox');
    const { pairDevice } = require('StandInPairing');
    const { leave } = require('StandInLogout');
    const { Socket } = require('WAWebSocketModel');
    const { Stream } = require('WAWebStreamModel');
    const { Conn } = require('WAWebConnModel');
    const { Cmd } = require('WAWebCmd');
    const { BackendEventBus } = require('WAWebBackendEventBus');
    const { setMe } = require('WAWebUserPrefsMeUser');
    const { encodeB64 } = require('WABase64');

    const STREAM_MODES = ['CONFLICT', 'PROXYBLOCK', 'TOS_BLOCK', 'SMB_TOS_BLOCK', 'DEPRECATED_VERSION'];
    const pause = (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);

    let creds = null;
    let retry = 0;

    async function introduce() {
      const publicKey = async (name) => encodeB64((await keyPair(name)).pubKey);
      return link.call('hello', { creds, noise: await publicKey('noise'), identity: await publicKey('identity') });
    }

    function adopt({ deviceId, account }) {
      setMe({ ...account, deviceId });
      Conn.set({ pushname: account.pushName, platform: account.platform, wid: `${account.phone}@c.us` });
    }

    /** Opens the line and goes on as what this profile is: a linked device or a page that wants to be one. */
    async function open() {
      clearTimeout(retry);
      Stream.set({ info: 'OPENING' });
      Socket.set({ state: 'OPENING', stream: 'DISCONNECTED', launched: true });
      try {
        await link.open();
        await pause(delays.openMs);
        if (creds) Socket.set({ state: 'PAIRING' });
        const welcome = await introduce();
        if (welcome.status === 'logout') await leave(welcome.reason);
        else if (welcome.status === 'ok') await connected();
        else {
          Socket.set({ state: 'UNPAIRED' });
          await pairDevice();
        }
      } catch (error) {
        console.error(`connection failed: ${error.message}`);
        link.close();
        retryLater();
      }
    }

    function retryLater() {
      clearTimeout(retry);
      Stream.set({ info: 'OFFLINE', mode: 'OFFLINE' });
      Socket.set({ state: 'TIMEOUT', stream: 'DISCONNECTED', retryTimestamp: Date.now() + reconnectMs });
      retry = setTimeout(open, reconnectMs);
    }

    /** Authenticated: what waited comes in, then the page has synced. */
    async function connected(history) {
      Conn.set({ connected: true, ref: undefined });
      Stream.set({ mode: Socket.hasSynced ? 'MAIN' : 'SYNCING', info: 'SYNCING' });
      Socket.set({ state: 'CONNECTED', stream: 'SYNCING' });
      Cmd.isMainLoaded = true;
      Cmd.trigger('main_loaded');
      if (history) await Inbox.takeHistory(history);
      await Inbox.resume();
      Outbox.resume();
      await pause(Socket.hasSynced ? 0 : delays.syncMs);
      if (Socket.state !== 'CONNECTED') return;
      BackendEventBus.isMainStreamReadyMd = true;
      BackendEventBus.trigger('main_stream_mode_ready');
      Stream.set({ mode: 'MAIN', info: 'NORMAL' });
      Socket.set({ hasSynced: true, stream: 'CONNECTED' });
    }

    async function onLinked({ deviceId, token, account, people, messages }) {
      creds = { deviceId, token, account };
      await writeMeta('creds', creds);
      localStorage.setItem('last-wid-md', JSON.stringify(`${account.phone}:${deviceId}@c.us`));
      await keepPerson({ pn: account.phone, lid: account.lid, pushName: account.pushName });
      adopt(creds);
      await pause(delays.pairMs);
      await connected({ people, messages });
    }

    function onConflict() {
      Stream.set({ mode: 'CONFLICT' });
      Socket.set({ state: 'CONFLICT', stream: 'DISCONNECTED' });
      link.close();
    }

    function onSocketState({ state }) {
      if (STREAM_MODES.includes(state)) Stream.set({ mode: state });
      Socket.set({ state });
    }

    function onFreeze({ ms }) {
      const until = performance.now() + ms;
      while (performance.now() < until);
    }

    function reconnect() {
      link.close();
      return open();
    }

    async function start() {
      creds = (await readMeta('creds')) ?? null;
      if (creds) {
        adopt(creds);
        await restore();
      }
      link.answers.linked = onLinked;
      link.answers.conflict = onConflict;
      link.answers.socketState = onSocketState;
      link.answers.freeze = onFreeze;
      link.answers.logout = ({ reason }) => leave(reason);
      link.on('dropped', () => {
        BackendEventBus.trigger('socket_stream_disconnected');
        Stream.set({ info: 'OFFLINE', mode: 'OFFLINE' });
        Socket.set({ state: 'OPENING', stream: 'DISCONNECTED' });
        retry = setTimeout(open, reconnectMs);
      });
      await open();
    }

    Object.assign(exports, { start, reconnect, takeover: reconnect, isRegistered: () => creds !== null });
  },
  98,
);

__d(
  'WAWebLoginState',
  ['StandInSession', 'WAWebSocketModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { isRegistered } = require('StandInSession');
    exports.isRegistered = isRegistered;
    exports.isLoggedIn = () => isRegistered();
  },
  98,
);
