/* The models of messages, chats and contacts. */
__d(
  'WAWebMsgModel',
  ['WAWebBaseModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');

    const PROPS =
      `id rowId serverId type subtype t notifyName from to author self ack isNewMsg invis star recvFresh broadcast
    recipients isMdHistoryMsg isSendFailure body caption title description canonicalUrl matchedText thumbnail richPreviewType
    doNotPlayInline mentionedJidList nonJidMentions groupMentions quotedMsg quotedStanzaID quotedParticipant quotedRemoteJid
    isForwarded forwardingScore ephemeralDuration ephemeralSettingTimestamp disappearingModeInitiator protocolMessageKey
    latestEditMsgKey latestEditSenderTimestampMs hasReaction`.split(/\s+/);

    class Msg extends defineModel({
      props: PROPS,
      session: ['mediaData', 'isQuotedMsgAvailable', 'senderObj', 'local', 'stale'],
      derived: {
        isSentByMe: (msg) => msg.id.fromMe,
        isStatusV3: (msg) => String(msg.id.remote) === 'status@broadcast',
        isEphemeral: (msg) => !!msg.ephemeralDuration,
        isMedia: () => false,
        isUnsentMedia: () => false,
        isNotification: (msg) =>
          ['gp2', 'notification', 'notification_template', 'e2e_notification'].includes(msg.type),
        isFailed: (msg) => msg.ack < 0,
        sender: (msg) => msg.author ?? msg.from,
        text: (msg) => msg.body,
      },
    }) {
      unsafe() {
        return this;
      }

      /** Acks only rise, except into failure. */
      updateAck(ack) {
        if (ack > this.ack || ack < 0) this.set({ ack });
      }

      /** What a reply carries of this message. */
      msgContextInfo() {
        return {
          quotedMsg: { type: this.type, body: this.body },
          quotedStanzaID: this.id.id,
          quotedParticipant: this.sender,
          quotedRemoteJid: this.id.remote,
        };
      }
    }

    exports.Msg = Msg;
  },
  98,
);

__d(
  'WAWebChatModel',
  ['WAWebBaseModel', 'WAWebBaseCollection', 'WAWebMsgModel', 'WAWebContactCollection'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');
    const { BaseCollection } = require('WAWebBaseCollection');
    const { Msg } = require('WAWebMsgModel');
    const { ContactCollection } = require('WAWebContactCollection');

    const PROPS =
      `id t unreadCount archive isReadOnly isAnnounceGrpRestrict muteExpiration name notSpam pin lastReceivedKey
    changeNumberOldJid changeNumberNewJid ephemeralDuration ephemeralSettingTimestamp disappearingModeInitiator
    unreadMentionsOfMe endOfHistoryTransferType`.split(/\s+/);

    class Chat extends defineModel({
      props: PROPS,
      session: ['presence', 'groupMetadata', 'newsletterMetadata', 'canSend', 'active', 'groupType'],
      derived: {
        isUser: (chat) => chat.id.isUser(),
        isGroup: (chat) => chat.id.isGroup(),
        isBroadcast: (chat) => chat.id.isBroadcast(),
        isNewsletter: (chat) => chat.id.isNewsletter(),
        hasUnread: (chat) => chat.unreadCount !== 0,
        contact: (chat) => ContactCollection.get(chat.id),
        formattedTitle: (chat) => chat.contact?.name ?? chat.contact?.pushname ?? `+${chat.id.user}`,
      },
      defaults: () => ({
        unreadCount: 0,
        archive: false,
        isReadOnly: false,
        muteExpiration: 0,
        notSpam: true,
        pin: 0,
        endOfHistoryTransferType: 1,
      }),
    }) {
      constructor(values) {
        super(values);
        this.msgs = new BaseCollection(Msg);
        this.mute = { expiration: this.muteExpiration };
      }

      serialize() {
        return { ...super.serialize(), msgs: this.msgs.serialize() };
      }
    }

    exports.Chat = Chat;
  },
  98,
);

__d(
  'WAWebContactModel',
  ['WAWebBaseModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');
    exports.Contact = defineModel({
      props: [
        'id',
        'name',
        'shortName',
        'pushname',
        'type',
        'verifiedName',
        'isBusiness',
        'isEnterprise',
        'verifiedLevel',
        'privacyMode',
        'statusMute',
        'labels',
        'disappearingModeDuration',
        'username',
      ],
      session: ['isContactBlocked', 'status', 'profilePicThumb', 'businessProfile', 'commonGroups'],
      defaults: () => ({ type: 'in', isBusiness: false, isEnterprise: false, statusMute: false }),
    });
  },
  98,
);
