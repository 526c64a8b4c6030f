/* Sending: the message goes into its chat at once and to the server as soon as there is a connection. */
__d(
  'WAWebSendMsgChatAction',
  ['StandInSettings', 'StandInOutbox', 'StandInArchive', 'WAWebCollections'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { sendReturns } = require('StandInSettings');
    const { transmit } = require('StandInOutbox');
    const { keepChat, keepMessage, place } = require('StandInArchive');
    const { Chat } = require('WAWebCollections');

    async function addToChat(chat, message) {
      const model = Chat.get(chat.id);
      if (!model) throw new Error(`no chat ${chat.id}`);
      const msg = place(message);
      model.set({ t: msg.t, lastReceivedKey: msg.id });
      await keepMessage(msg);
      await keepChat(model);
      return msg;
    }

    /**
     * @returns {[Promise<unknown>, Promise<{ messageSendResult: string, t?: number }>]} the message in its chat, and the
     *   server's word; builds before August 2025 gave a promise of that tuple
     */
    exports.addAndSendMsgToChat = (chat, message) => {
      const added = addToChat(chat, message);
      const sent = added.then(transmit);
      return sendReturns === 'promise' ? Promise.resolve([added, sent]) : [added, sent];
    };
  },
  98,
);

__d(
  'StandInOutbox',
  [
    'StandInLink',
    'StandInArchive',
    'StandInStorage',
    'WAWebSocketModel',
    'WAWebMsgCollection',
    'WAWebServerStatusCodeError',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const { keepMessage, place } = require('StandInArchive');
    const { loadAll } = require('StandInStorage');
    const { Socket } = require('WAWebSocketModel');
    const { ServerStatusCodeError } = require('WAWebServerStatusCodeError');
    const ACK_SERVER = 1;
    const ACK_FAILED = -1;

    /** Messages without the server's ack, by key. */
    const unacked = new Map();

    function wire(msg) {
      const { id, from, to, body, type, quotedStanzaID, quotedParticipant, quotedMsg } = msg;
      const quoted = quotedStanzaID && {
        id: quotedStanzaID,
        participant: String(quotedParticipant),
        text: quotedMsg?.body,
        type: quotedMsg?.type,
      };
      return { id: id.id, serialized: id.toString(), from: String(from), to: String(to), text: body, type, quoted };
    }

    /** Resolves with the server's result; waits through any loss of the connection. */
    function transmit(msg) {
      return new Promise((resolve, reject) => {
        unacked.set(String(msg.id), { msg, resolve, reject });
        attempt(String(msg.id));
      });
    }

    async function attempt(key) {
      const entry = unacked.get(key);
      if (!entry || Socket.state !== 'CONNECTED') return;
      try {
        const result = await link.call('send', wire(entry.msg));
        entry.msg.updateAck(result.messageSendResult === 'OK' ? ACK_SERVER : ACK_FAILED);
        settle(key, () => entry.resolve(result));
      } catch (error) {
        if (!(error instanceof ServerStatusCodeError)) return;
        entry.msg.updateAck(ACK_FAILED);
        settle(key, () => entry.reject(error));
      }
    }

    function settle(key, tell) {
      const { msg } = unacked.get(key);
      unacked.delete(key);
      if (msg.ack < 0) msg.set({ isSendFailure: true });
      keepMessage(msg);
      tell();
    }

    /** After a (re)connect: what waits goes out, in the order in which it was written. */
    async function resume() {
      const kept = (await loadAll('message')).filter((message) => message.id.fromMe && message.ack === 0);
      for (const message of kept.sort((a, b) => a.rowId - b.rowId)) {
        const key = String(message.id);
        if (unacked.has(key)) continue;
        unacked.set(key, { msg: place({ ...message, isNewMsg: false }), resolve() {}, reject() {} });
      }
      for (const key of [...unacked.keys()]) attempt(key);
    }

    Object.assign(exports, { transmit, resume });
  },
  98,
);
