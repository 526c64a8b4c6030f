/* Starts the application once every module of it is there. */
__d(
  'StandInBoot',
  [
    'StandInSettings',
    'StandInSession',
    'StandInScreens',
    'WAWebSocketModel',
    'WAWebBuildConstants',
    'WAWebCollections',
    'WAWebSendMsgChatAction',
    'WAWebQueryExistsJob',
    'WAWebFindChatAction',
    'WAWebLoginState',
    'WALinkify',
    'WAWebSyncGatingUtils',
    'WAWebChatLoadMessages',
    'WAWebCallCollection',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { debugVersion, version } = require('StandInSettings');

    exports.start = () => {
      if (debugVersion) window.Debug = { VERSION: version };
      document.querySelector('#wa_web_initial_startup progress')?.setAttribute('value', '100');
      require('StandInScreens').start();
      return require('StandInSession').start();
    };
  },
  98,
);
