/* Presence and typing: told to the server, which notes them in the sandbox's log. */
__d(
  'StandInPresence',
  ['StandInLink'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const tell = async (op, args) => {
      if (link.isOpen) await link.call(op, args);
    };
    exports.tellPresence = (available) => tell('presence', { available });
    exports.tellChatState = (wid, state) => tell('chatState', { wid: wid.toString(), state });
  },
  98,
);

__d(
  'WAWebPresenceChatAction',
  ['StandInPresence'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { tellPresence } = require('StandInPresence');
    exports.sendPresenceAvailable = () => tellPresence(true);
    exports.sendPresenceUnavailable = () => tellPresence(false);
  },
  98,
);

__d(
  'WAWebChatStateBridge',
  ['StandInPresence'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { tellChatState } = require('StandInPresence');
    exports.sendChatStateComposing = (wid) => tellChatState(wid, 'composing');
    exports.sendChatStateRecording = (wid) => tellChatState(wid, 'recording');
    exports.sendChatStatePaused = (wid) => tellChatState(wid, 'paused');
  },
  98,
);
