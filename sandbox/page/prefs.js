/* Keys, preferences and the account's own identity. */
__d(
  'WABase64',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.encodeB64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
    exports.decodeB64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
  },
  98,
);

__d(
  'StandInKeys',
  ['StandInStorage', 'WABase64'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { readMeta, writeMeta } = require('StandInStorage');
    const { decodeB64 } = require('WABase64');

    async function newKeyPair() {
      const pair = await crypto.subtle.generateKey({ name: 'X25519' }, true, ['deriveBits']);
      const { d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
      const base64 = d.replace(/-/g, '+').replace(/_/g, '/');
      return { pubKey: await crypto.subtle.exportKey('raw', pair.publicKey), privKey: decodeB64(base64) };
    }

    const pending = {};

    /** A key pair of this profile, made on first use. */
    const keyPair = (name) =>
      (pending[name] ??= (async () => {
        const known = await readMeta(name);
        if (known) return known;
        const made = await newKeyPair();
        await writeMeta(name, made);
        return made;
      })());

    exports.keyPair = keyPair;
  },
  98,
);

__d(
  'WAWebUserPrefsInfoStore',
  ['StandInKeys'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { keyPair } = require('StandInKeys');
    exports.waNoiseInfo = { get: async () => ({ staticKeyPair: await keyPair('noise') }) };
  },
  98,
);

__d(
  'WAWebSignalStoreApi',
  ['StandInKeys'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { keyPair } = require('StandInKeys');
    exports.waSignalStore = { getRegistrationInfo: async () => ({ identityKeyPair: await keyPair('identity') }) };
  },
  98,
);

__d(
  'StandInAdvSecret',
  ['WABase64', 'WAWebEventEmitter'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { encodeB64 } = require('WABase64');
    const { EventEmitter } = require('WAWebEventEmitter');
    const SECRET_BYTES = 32;

    /** What the phone signs the link with (base64); replaced with every list of refs and on the server's wish. */
    class AdvSecret extends EventEmitter {
      value = null;

      rotate() {
        this.value = encodeB64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
        this.trigger('rotated');
      }
    }

    exports.advSecret = new AdvSecret();
  },
  98,
);

__d(
  'WAWebUserPrefsMultiDevice',
  ['StandInAdvSecret'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { advSecret } = require('StandInAdvSecret');
    let signedIdentity = null;

    exports.getADVSecretKey = () => advSecret.value;
    exports.setADVSignedIdentity = (identity) => {
      signedIdentity = identity;
    };
    exports.getADVSignedIdentity = () => signedIdentity;
  },
  98,
);

__d(
  'WAWebAdvSignatureApi',
  ['WABase64', 'WAWebUserPrefsMultiDevice'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { decodeB64 } = require('WABase64');
    const { getADVSecretKey } = require('WAWebUserPrefsMultiDevice');

    /** Whether the phone signed these details with the secret that this page has now. */
    exports.verifyDeviceIdentityHMAC = async (details, hmac) => {
      const algorithm = { name: 'HMAC', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('raw', decodeB64(getADVSecretKey()), algorithm, false, ['verify']);
      return crypto.subtle.verify('HMAC', key, decodeB64(hmac), new TextEncoder().encode(details));
    };
  },
  98,
);

__d(
  'WAWebCompanionRegClientUtils',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const BROWSERS = [
      [/Edg\//, '2'],
      [/OPR\//, '5'],
      [/Firefox\//, '3'],
      [/Chrome\//, '1'],
      [/Safari\//, '6'],
    ];
    exports.DEVICE_PLATFORM = BROWSERS.find(([pattern]) => pattern.test(navigator.userAgent))?.[1] ?? '9';
  },
  98,
);

__d(
  'WAWebMiscBrowserUtils',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, module) => {
    'use strict';
    const { userAgent } = navigator;
    const os = [/Windows/, /Mac OS/, /Linux/].find((pattern) => pattern.test(userAgent))?.source ?? 'Unknown';
    const [, name = 'Chrome', version = ''] = /(Firefox|Edg|OPR|Chrome|Safari)\/(\S+)/.exec(userAgent) ?? [];
    module.exports = { info: () => ({ os, version, name, ua: userAgent }), hardRefresh: () => location.reload() };
  },
  66,
);

__d(
  'StandInMe',
  ['WAWebWidFactory'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { createWid } = require('WAWebWidFactory');
    const me = { pn: undefined, lid: undefined, device: undefined };

    /** @param {{ phone: string, lid: string, deviceId: string }} login */
    function setMe({ phone, lid, deviceId }) {
      Object.assign(me, { pn: createWid(`${phone}@c.us`), lid: createWid(`${lid}@lid`), device: deviceId });
    }

    Object.assign(exports, { me, setMe });
  },
  98,
);

__d(
  'WAWebUserPrefsMeUser',
  ['StandInMe', 'WAWebWidFactory'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { me } = require('StandInMe');
    const { createWid } = require('WAWebWidFactory');
    const withDevice = (wid) => wid && createWid(`${wid.user}:${me.device}@${wid.server}`);
    const isMeAccount = (wid) => !!wid && (wid.isSameAccount(me.pn) || wid.isSameAccount(me.lid));

    Object.assign(exports, {
      getMaybeMePnUser: () => me.pn,
      getMaybeMeLidUser: () => me.lid,
      getMeLidUserOrThrow: () => {
        if (!me.lid) throw new Error('no lid for me');
        return me.lid;
      },
      getMaybeMeDevicePn: () => withDevice(me.pn),
      getMaybeMeDeviceLid: () => withDevice(me.lid),
      getMePNandLIDWids: () => [withDevice(me.pn), withDevice(me.lid)],
      isMeAccount,
      isMeUser: isMeAccount,
      isMeDevice: (wid) => isMeAccount(wid) && String(wid.device ?? '') === String(me.device),
      isMePrimary: (wid) => isMeAccount(wid) && !wid.device,
      isSerializedWidMe: (text) => isMeAccount(createWid(text)),
    });
  },
  98,
);

__d(
  'WAWebUserPrefsGeneral',
  ['WAWebConnModel'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.getPushname = () => require('WAWebConnModel').Conn.pushname;
  },
  98,
);
