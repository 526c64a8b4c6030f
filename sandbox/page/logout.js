/* The end of a login, from this side or from the phone. */
__d(
  'StandInLogout',
  ['StandInLink', 'StandInStorage', 'WAWebCmd', 'WAWebBackendEventBus', 'WAWebLogoutReason'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const { clear } = require('StandInStorage');
    const { Cmd } = require('WAWebCmd');
    const { BackendEventBus } = require('WAWebBackendEventBus');
    const LogoutReason = require('WAWebLogoutReason');

    /** Tells everybody, forgets the login and loads the page anew. */
    async function leave(reason) {
      BackendEventBus.trigger('logout');
      Cmd.trigger('logout');
      Cmd.trigger('logout_from_bridge');
      link.close();
      const code = LogoutReason.getErrorCodeFromLogoutReason(reason);
      await clear();
      location.replace(`/?post_logout=1&logout_reason=${code}`);
    }

    /** Resolves when the server took the logout; the page leaves right after. */
    async function logout(sendLogout, reason) {
      BackendEventBus.trigger('starting_logout');
      if (sendLogout) await link.call('logout', { reason });
      setTimeout(() => leave(reason), 0);
    }

    Object.assign(exports, { leave, logout });
  },
  98,
);
