/* Connection models: Socket, Stream, Conn, the command bus, the backend event bus and sync progress. */
__d(
  'WAWebSocketModel',
  ['WAWebBaseModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');

    class Socket extends defineModel({
      props: ['state', 'stream', 'hasSynced', 'launched', 'retryTimestamp'],
      defaults: () => ({ state: 'UNLAUNCHED', stream: 'DISCONNECTED', hasSynced: false, launched: false }),
    }) {
      /** Unlinks this device. Resolves when the server took it; the page then forgets the login and starts over. */
      logout(sendLogout = true, reason = 'user_initiated') {
        return require('StandInLogout').logout(sendLogout, reason);
      }

      reconnect() {
        return require('StandInSession').reconnect();
      }

      /** Takes the session back from another window. */
      takeover() {
        return require('StandInSession').takeover();
      }
    }

    exports.Socket = new Socket();
  },
  98,
);

__d(
  'WAWebStreamModel',
  ['WAWebBaseModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');

    class Stream extends defineModel({
      props: ['mode', 'info', 'needsUpdate', 'available', 'uiActive', 'couldForce', 'phoneAuthed', 'resumeCount'],
      derived: { displayInfo: (stream) => stream.info },
      defaults: () => ({ info: 'OPENING', needsUpdate: false, available: false, resumeCount: 0 }),
    }) {
      markAvailable() {
        this.available = true;
        return this.sendAvailability();
      }

      markUnavailable() {
        this.available = false;
        return this.sendAvailability();
      }

      sendAvailability() {
        return require('StandInPresence').tellPresence(this.available);
      }
    }

    exports.Stream = new Stream();
  },
  98,
);

__d(
  'WAWebConnModel',
  ['WAWebBaseModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');

    class Conn extends defineModel({
      props: [
        'ref',
        'refTTL',
        'refId',
        'wid',
        'connected',
        'platform',
        'pushname',
        'battery',
        'plugged',
        'locales',
        'lc',
        'lg',
        'is24h',
        'tos',
        'smbTos',
      ],
      session: ['refShownAt'],
      derived: {
        refExpiry: (conn) => (conn.ref === undefined ? undefined : conn.refShownAt + conn.refTTL),
        isSMB: (conn) => conn.platform === 'smba' || conn.platform === 'smbi',
      },
      defaults: () => ({ connected: false, lg: 'en', lc: 'US', is24h: true }),
    }) {
      canSetMyPushname() {
        return this.connected === true;
      }
    }

    exports.Conn = new Conn();
  },
  98,
);

__d(
  'WAWebCmd',
  ['WAWebEventEmitter'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { EventEmitter } = require('WAWebEventEmitter');

    /** The command bus of the user interface. */
    class CmdImpl extends EventEmitter {
      constructor() {
        super();
        this.isMainLoaded = false;
      }

      /** Asks for a new list of refs. */
      refreshQR() {
        return require('StandInPairing').refreshQR();
      }
    }

    Object.assign(exports, { CmdImpl, Cmd: new CmdImpl() });
  },
  98,
);

__d(
  'WAWebLaunchSocketUtils',
  [],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.refreshQR = () => require('StandInPairing').refreshQR();
  },
  98,
);

__d(
  'WAWebBackendEventBus',
  ['WAWebEventEmitter'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { EventEmitter } = require('WAWebEventEmitter');

    class BackendEventBus extends EventEmitter {
      constructor() {
        super();
        this.isMainStreamReadyMd = false;
        this.isOfflineDeliveryEnd = false;
        this.on('refresh_qr', () => require('StandInPairing').refreshQR());
        this.on('reconnect_socket', () => require('StandInSession').reconnect());
      }
    }

    exports.BackendEventBus = new BackendEventBus();
  },
  98,
);

__d(
  'WAWebNetworkStatus',
  ['WAWebBaseModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, module) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');

    class NetworkStatus extends defineModel({ props: ['online'], defaults: () => ({ online: navigator.onLine }) }) {
      checkOnline() {
        this.online = navigator.onLine;
        return this.online;
      }
    }

    module.exports = new NetworkStatus();
  },
  66,
);

__d(
  'WAWebOfflineHandler',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';

    /** How much of what waited while the device was away has come in, in percent. */
    class OfflineMessageHandler {
      expected = 0;
      received = 0;

      getOfflineDeliveryProgress() {
        return this.expected === 0 ? 100 : Math.floor((100 * this.received) / this.expected);
      }
    }

    exports.OfflineMessageHandler = new OfflineMessageHandler();
  },
  98,
);

__d(
  'WAWebHistorySyncProgressModel',
  ['WAWebBaseModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { defineModel } = require('WAWebBaseModel');
    const Progress = defineModel({
      props: ['realProgress', 'remainingPausedSeconds', 'incomplete'],
      defaults: () => ({ realProgress: null }),
    });
    const progress = new Progress();
    exports.getHistorySyncProgressModel = () => progress;
  },
  98,
);

__d(
  'WAWebLogoutReason',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const SYNC_FAIL = [
      'syncd_failure',
      'syncd_timeout',
      'critical_sync_timeout',
      'syncd_error_during_bootstrap',
      'account_sync_error',
    ];

    /** The code that the page shows for a reason: 0 fatal, 1 sync failed, 2 history sync timeout, 3 account locked. */
    exports.getErrorCodeFromLogoutReason = (reason) => {
      if (SYNC_FAIL.includes(reason)) return '1';
      if (reason === 'history_sync_timeout') return '2';
      return reason === 'account_locked' ? '3' : '0';
    };
  },
  98,
);
