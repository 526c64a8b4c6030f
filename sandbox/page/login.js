/* The login of this profile: kept in IndexedDB, so that a restart needs no new scan. */
__d(
  'StandInLogin',
  ['StandInStorage', 'StandInArchive', 'StandInMe', 'WAWebConnModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { readMeta, writeMeta } = require('StandInStorage');
    const Archive = require('StandInArchive');
    const { setMe } = require('StandInMe');
    const { Conn } = require('WAWebConnModel');

    let login = null;

    function apply() {
      const { account, deviceId } = login;
      setMe({ ...account, deviceId });
      Conn.set({ pushname: account.pushName, platform: account.platform, wid: `${account.phone}@c.us` });
    }

    /** A fresh link. @param {{ deviceId: string, token: string, account: any }} credentials */
    async function adopt(credentials) {
      login = credentials;
      await writeMeta('login', login);
      const { phone, lid, pushName } = login.account;
      localStorage.setItem('last-wid-md', JSON.stringify(`${phone}:${login.deviceId}@c.us`));
      await Archive.keepPerson({ pn: phone, lid, pushName });
      apply();
    }

    /** At start: the login of an earlier run, with its chats. */
    async function restore() {
      login = (await readMeta('login')) ?? null;
      if (!login) return;
      apply();
      await Archive.restore();
    }

    const credentials = () => login && { deviceId: login.deviceId, token: login.token };

    Object.assign(exports, { adopt, restore, credentials });
  },
  98,
);

__d(
  'WAWebLoginState',
  ['StandInLogin'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { credentials } = require('StandInLogin');
    exports.isRegistered = () => credentials() !== null;
    exports.isLoggedIn = () => credentials() !== null;
  },
  98,
);
