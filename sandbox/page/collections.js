/* The collections in memory, what of them is kept in IndexedDB, and the hub that holds them. */
__d(
  'WAWebContactCollection',
  ['WAWebBaseCollection', 'WAWebContactModel', 'WAWebUserPrefsMeUser', 'StandInStorage'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { BaseCollection } = require('WAWebBaseCollection');
    const { Contact } = require('WAWebContactModel');
    const { getMaybeMePnUser } = require('WAWebUserPrefsMeUser');
    const { load } = require('StandInStorage');

    class ContactCollection extends BaseCollection {
      getMeContact() {
        return this.get(getMaybeMePnUser());
      }

      async load(id) {
        const kept = await load('contact', String(id));
        return kept && this.addOne(kept);
      }
    }

    exports.ContactCollection = new ContactCollection(Contact);
    exports.default = exports.ContactCollection;
  },
  98,
);

__d(
  'WAWebMsgCollection',
  ['WAWebBaseCollection', 'WAWebMsgModel', 'StandInStorage'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, module) => {
    'use strict';
    const { BaseCollection } = require('WAWebBaseCollection');
    const { Msg } = require('WAWebMsgModel');
    const { load } = require('StandInStorage');

    class MsgCollection extends BaseCollection {
      /** Messages by serialized id, from memory or from the database; unknown ones are left out. */
      async getMessagesById(ids) {
        const found = await Promise.all(ids.map(async (id) => this.get(id) ?? this.load(id)));
        return { messages: found.filter(Boolean) };
      }

      async load(id) {
        const kept = await load('message', id === undefined ? id : String(id));
        return kept && this.addOne({ ...kept, isNewMsg: false });
      }
    }

    module.exports = new MsgCollection(Msg);
  },
  66,
);

__d(
  'WAWebChatCollection',
  ['WAWebBaseCollection', 'WAWebChatModel', 'StandInStorage'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { BaseCollection } = require('WAWebBaseCollection');
    const { Chat } = require('WAWebChatModel');
    const { load } = require('StandInStorage');

    class ChatCollection extends BaseCollection {
      async load(id) {
        const kept = await load('chat', String(id));
        return kept && this.addOne(kept);
      }
    }

    exports.ChatCollection = new ChatCollection(Chat);
  },
  98,
);

__d(
  'WAWebCollections',
  ['WAWebContactCollection', 'WAWebMsgCollection', 'WAWebChatCollection'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.Contact = require('WAWebContactCollection').ContactCollection;
    exports.Msg = require('WAWebMsgCollection');
    exports.Chat = require('WAWebChatCollection').ChatCollection;
  },
  98,
);

__d(
  'StandInArchive',
  ['WAWebCollections', 'StandInLidMap', 'StandInStorage'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { Chat, Contact, Msg } = require('WAWebCollections');
    const { learn } = require('StandInLidMap');
    const { save, loadAll } = require('StandInStorage');

    const keepChat = (chat) => {
      const { msgs, ...values } = chat.serialize();
      return save('chat', String(chat.id), values);
    };
    const keepMessage = (msg) => save('message', String(msg.id), msg.serialize());

    /** Learns who a person is: the name and which lid belongs to the number. */
    async function keepPerson({ pn, lid, pushName }) {
      const { pnWid, lidWid } = learn(pn, lid);
      for (const id of [pnWid, lidWid]) {
        const [contact] = Contact.add({ id, pushname: pushName });
        await save('contact', String(id), { ...contact.serialize(), pn, lid });
      }
    }

    let lastRowId = 0;

    /** Rows are numbered in the order in which the messages came. */
    function nextRowId() {
      lastRowId = Math.max(lastRowId + 1, Date.now() * 1000);
      return lastRowId;
    }

    /** Puts a message where it belongs: the global collection and its chat. */
    function place(values) {
      const [msg] = Msg.add({ rowId: nextRowId(), ...values });
      Chat.get(msg.id.remote)?.msgs.add(msg);
      return msg;
    }

    /** Brings back, at start, the people, the chats and the last message of each chat. */
    async function restore() {
      for (const { pn, lid, ...values } of await loadAll('contact')) {
        learn(pn, lid);
        Contact.add(values);
      }
      Chat.add(await loadAll('chat'));
      const latest = new Map();
      for (const message of await loadAll('message')) {
        const chat = String(message.id.remote);
        if (!(latest.get(chat)?.rowId > message.rowId)) latest.set(chat, message);
      }
      for (const message of latest.values()) place({ ...message, isNewMsg: false });
    }

    Object.assign(exports, { keepChat, keepMessage, keepPerson, place, restore });
  },
  98,
);
