/* What the server delivers: messages, acks, and the history of a fresh link. */
__d(
  'StandInInbox',
  [
    'StandInLink',
    'StandInArchive',
    'StandInStorage',
    'WAWebCollections',
    'WAWebMsgKey',
    'WAWebWidFactory',
    'WAWebOfflineHandler',
    'WAWebCmd',
    'WAWebBackendEventBus',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const { keepChat, keepMessage, keepPerson, place } = require('StandInArchive');
    const { load } = require('StandInStorage');
    const { Chat, Msg } = require('WAWebCollections');
    const MsgKey = require('WAWebMsgKey');
    const { createWid } = require('WAWebWidFactory');
    const { OfflineMessageHandler } = require('WAWebOfflineHandler');
    const { Cmd } = require('WAWebCmd');
    const { BackendEventBus } = require('WAWebBackendEventBus');

    function quoteFields(quoted) {
      if (!quoted) return {};
      return {
        quotedMsg: { type: quoted.type, body: quoted.text },
        quotedStanzaID: quoted.id,
        quotedParticipant: createWid(quoted.participant),
      };
    }

    /** A message of the wire as values of the model. */
    function toValues(message) {
      return {
        id: new MsgKey({ fromMe: message.fromMe, remote: createWid(message.chat), id: message.id }),
        type: message.type,
        body: message.text,
        t: message.timestamp,
        from: createWid(message.from),
        to: createWid(message.to),
        self: message.fromMe ? 'out' : 'in',
        ack: message.ack,
        notifyName: message.notifyName,
        ...quoteFields(message.quoted),
      };
    }

    /** Serial: one event is in the collections before the next one is looked at. */
    let tail = Promise.resolve();
    const inOrder = (work) => (tail = tail.then(work, work));

    async function takeMessage({ message, person }) {
      if (person) await keepPerson(person);
      const values = toValues(message);
      if (Msg.get(values.id) || (await load('message', String(values.id)))) return;
      const [chat] = Chat.add({ id: values.id.remote });
      const msg = place({ ...values, isNewMsg: true, recvFresh: true });
      const unreadCount = message.fromMe ? chat.unreadCount : chat.unreadCount + 1;
      chat.set({ t: msg.t, unreadCount, lastReceivedKey: msg.id });
      await keepMessage(msg);
      await keepChat(chat);
    }

    async function takeAck({ serialized, ack }) {
      const msg = Msg.get(serialized) ?? (await Msg.load(serialized));
      if (!msg) return;
      msg.updateAck(ack);
      await keepMessage(msg);
    }

    async function takeEvent({ seq, event }) {
      await (event.kind === 'message' ? takeMessage(event) : takeAck(event));
      if (link.isOpen) await link.call('confirm', { seq });
      if (OfflineMessageHandler.received < OfflineMessageHandler.expected) {
        OfflineMessageHandler.received += 1;
        Cmd.trigger('offline_progress_update_from_bridge');
      }
    }

    /** The conversations that the phone hands to a new device. */
    async function takeHistory({ people, messages }) {
      for (const person of people) await keepPerson(person);
      for (const message of messages) {
        const values = { ...toValues(message), isNewMsg: false, isMdHistoryMsg: true };
        const [chat] = Chat.add({ id: values.id.remote });
        const msg = place(values);
        chat.set({ t: msg.t, lastReceivedKey: msg.id });
        await keepMessage(msg);
        await keepChat(chat);
      }
    }

    /** Asks for what waited while the device was away; resolves when all of it is in. */
    function resume() {
      return new Promise((resolve) => {
        link.answers.offlinePreview = ({ count }) => {
          OfflineMessageHandler.expected = count;
          OfflineMessageHandler.received = 0;
          if (count) Cmd.trigger('offline_progress_update_from_bridge');
        };
        link.answers.offlineEnd = () => {
          inOrder(() => {
            BackendEventBus.isOfflineDeliveryEnd = true;
            BackendEventBus.trigger('offline_delivery_end');
            resolve();
          });
        };
        link.call('resume').catch(resolve);
      });
    }

    link.answers.event = (entry) => void inOrder(() => takeEvent(entry));

    Object.assign(exports, { resume, takeHistory });
  },
  98,
);
