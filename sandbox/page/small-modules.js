/* Small modules of the real page, each with the little that its name promises. */
__d(
  'WAWebBuildConstants',
  ['StandInSettings'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { version } = require('StandInSettings');
    const [primary, secondary, tertiary] = version.split(/[.-]/);
    Object.assign(exports, {
      VERSION_STR: version,
      VERSION_BASE: version,
      VERSION_PRIMARY: primary,
      VERSION_SECONDARY: secondary,
      VERSION_TERTIARY: tertiary,
      WINDOWS_BUILD: null,
    });
  },
  98,
);

__d(
  'WAWebChatGetters',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.getIsNewsletter = (chat) => chat.id.isNewsletter();
    exports.getIsBroadcast = (chat) => chat.id.isBroadcast();
  },
  98,
);

__d(
  'WAWebGetEphemeralFieldsMsgActionsUtils',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.getEphemeralFields = ({ ephemeralDuration, ephemeralSettingTimestamp, disappearingModeInitiator }) =>
      ephemeralDuration ? { ephemeralDuration, ephemeralSettingTimestamp, disappearingModeInitiator } : {};
  },
  98,
);

__d(
  'WAWebMsgReply',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.canReplyMsg = (msg) => !msg.isNotification && msg.ack >= 0;
  },
  98,
);

__d(
  'WAWebQuotedMsgModelUtils',
  ['WAWebMsgModel', 'WAWebMsgKey'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { Msg } = require('WAWebMsgModel');
    const MsgKey = require('WAWebMsgKey');
    const { isMeAccount } = require('WAWebUserPrefsMeUser');

    /** The message that this one answers, as far as it was sent along. */
    exports.getQuotedMsgObj = ({ quotedMsg, quotedStanzaID, quotedParticipant, id }) => {
      if (!quotedMsg) return undefined;
      const key = new MsgKey({ fromMe: isMeAccount(quotedParticipant), remote: id.remote, id: quotedStanzaID });
      return new Msg({ ...quotedMsg, id: key, from: quotedParticipant });
    };
  },
  98,
);

__d(
  'WAWebUpdateUnreadChatAction',
  ['StandInLink', 'StandInArchive', 'WAWebStreamModel', 'WAWebChatCollection'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const { keepChat } = require('StandInArchive');
    const { Stream } = require('WAWebStreamModel');
    const { ChatCollection } = require('WAWebChatCollection');

    /** Marks a chat read. Has no effect while the stream is not available. */
    exports.sendSeen = async ({ chat, threadId }) => {
      if (chat.markedUnread || threadId) return;
      const model = ChatCollection.get(chat.id);
      if (!Stream.available || !model || model.unreadCount === 0) return;
      model.set({ unreadCount: 0 });
      await keepChat(model);
      if (link.isOpen) await link.call('read', { wid: model.id.toString() });
    };
  },
  98,
);

__d(
  'WAWebSyncGatingUtils',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.isPlaceholderMessageResendEnabled = () => false;
  },
  98,
);

__d(
  'WAWebCallCollection',
  ['WAWebEventEmitter'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, module) => {
    'use strict';
    const { EventEmitter } = require('WAWebEventEmitter');

    /** Calls by id; emits no `add` since January 2026. */
    class CallCollection extends EventEmitter {
      $2 = new Map();
    }

    module.exports = new CallCollection();
  },
  66,
);
