/* Which lid belongs to which number, and opening chats. */
__d(
  'StandInLidMap',
  ['WAWebWidFactory'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { createWid } = require('WAWebWidFactory');
    const lidByPn = new Map();
    const pnByLid = new Map();

    function learn(pn, lid) {
      const pnWid = createWid(`${pn}@c.us`);
      const lidWid = createWid(`${lid}@lid`);
      lidByPn.set(pnWid.toString(), lidWid);
      pnByLid.set(lidWid.toString(), pnWid);
      return { pnWid, lidWid };
    }

    Object.assign(exports, { learn, lidByPn, pnByLid });
  },
  98,
);

__d(
  'WAWebLidPnCache',
  ['StandInLidMap'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { lidByPn, pnByLid } = require('StandInLidMap');
    exports.lidPnCache = {
      getCurrentLid: (wid) => lidByPn.get(String(wid)),
      getPhoneNumber: (wid) => pnByLid.get(String(wid)),
    };
  },
  98,
);

__d(
  'WAWebApiContact',
  ['WAWebLidPnCache'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { lidPnCache } = require('WAWebLidPnCache');
    exports.getCurrentLid = (wid) => lidPnCache.getCurrentLid(wid);
    exports.getPhoneNumber = (wid) => lidPnCache.getPhoneNumber(wid);
    exports.getAlternateUserWid = (wid) =>
      (wid.isLid() ? lidPnCache.getPhoneNumber(wid) : lidPnCache.getCurrentLid(wid)) ?? null;
  },
  98,
);

__d(
  'WAWebLidMigrationUtils',
  ['WAWebLidPnCache'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { lidPnCache } = require('WAWebLidPnCache');
    const toLid = (wid) => (wid.isLid() ? wid : lidPnCache.getCurrentLid(wid));

    exports.toPn = (wid) => (wid.isLid() ? lidPnCache.getPhoneNumber(wid) : wid);
    exports.toLid = toLid;
    exports.toUserLidOrThrow = (wid) => {
      const lid = toLid(wid);
      if (!lid) throw new Error('No LID for user');
      return lid;
    };
  },
  98,
);

__d(
  'Lid1X1MigrationUtils',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, module) => {
    'use strict';
    module.exports = { Lid1X1MigrationUtils: { isLidMigrated: () => true } };
  },
  98,
);

__d(
  'WAWebFindChatAction',
  [
    'StandInLink',
    'StandInArchive',
    'WAWebCollections',
    'WAWebLidMigrationUtils',
    'WAWebApiContact',
    'WAWebServerStatusCodeError',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const { keepChat } = require('StandInArchive');
    const { Chat } = require('WAWebCollections');
    const { toUserLidOrThrow } = require('WAWebLidMigrationUtils');
    const { getAlternateUserWid } = require('WAWebApiContact');
    const { ServerStatusCodeError } = require('WAWebServerStatusCodeError');

    /** A chat under either identity of a user. */
    const existing = (wid) => Chat.get(wid) ?? (wid.isUser() ? Chat.get(getAlternateUserWid(wid)) : undefined);

    /** Plain values, as the page gives since February 2026; the id stays a wid. */
    const plain = (chat) => ({ ...chat.serialize(), id: chat.id });

    async function findOrCreateLatestChat(wid) {
      await link.gate('findChat');
      const known = existing(wid);
      if (known) return { chat: plain(known), created: false };
      if (!wid.isUser()) throw new ServerStatusCodeError(404, 'item-not-found');
      toUserLidOrThrow(wid);
      const [chat] = Chat.add({ id: wid, t: Math.floor(Date.now() / 1000) });
      await keepChat(chat);
      return { chat: plain(chat), created: true };
    }

    exports.findOrCreateLatestChat = findOrCreateLatestChat;
  },
  98,
);

__d(
  'WAWebChatLoadMessages',
  ['StandInArchive', 'StandInStorage'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { place } = require('StandInArchive');
    const { loadAll } = require('StandInStorage');
    const PAGE_SIZE = 20;

    /** Brings earlier messages of a chat into memory; an empty list means there are none. */
    exports.loadEarlierMsgs = async ({ chat }) => {
      if (chat.waitForChatLoading) await chat.waitForChatLoading();
      const inMemory = (message) => chat.msgs.get(message.id) !== undefined;
      const earlier = (await loadAll('message')).filter(
        (message) => chat.id.equals(message.id.remote) && !inMemory(message),
      );
      const page = earlier.sort((a, b) => a.rowId - b.rowId).slice(-PAGE_SIZE);
      return page.map((message) => place({ ...message, isNewMsg: false }));
    };
  },
  98,
);
