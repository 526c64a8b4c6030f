/* Linking this page: refs and their rotation, the ADV secret, and the phone's signature. */
__d(
  'StandInPairing',
  [
    'StandInLink',
    'StandInKeys',
    'StandInStorage',
    'WAWebSocketModel',
    'WAWebStreamModel',
    'WAWebConnModel',
    'StandInAdvSecret',
    'WAWebUserPrefsMultiDevice',
    'WAWebAdvSignatureApi',
    'WAWebMiscBrowserUtils',
    'WABase64',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const { keyPair } = require('StandInKeys');
    const { Socket } = require('WAWebSocketModel');
    const { Stream } = require('WAWebStreamModel');
    const { Conn } = require('WAWebConnModel');
    const { advSecret } = require('StandInAdvSecret');
    const { setADVSignedIdentity } = require('WAWebUserPrefsMultiDevice');
    const { verifyDeviceIdentityHMAC } = require('WAWebAdvSignatureApi');
    const BrowserUtils = require('WAWebMiscBrowserUtils');
    const { encodeB64 } = require('WABase64');

    let rotation = 0;

    function stopRotation() {
      clearTimeout(rotation);
    }

    /** Shows one ref after the other; after the last one the page waits for somebody to ask for more. */
    function rotate([current, ...rest]) {
      if (!current) {
        Socket.set({ state: 'UNPAIRED_IDLE' });
        return;
      }
      Conn.set({ ref: current.ref, refTTL: current.ttlMs, refId: current.ref.slice(2, 10), refShownAt: Date.now() });
      rotation = setTimeout(() => rotate(rest), current.ttlMs);
    }

    /** Gets a list of refs from the server; the ADV secret changes with it. */
    async function pairDevice() {
      stopRotation();
      const { refs } = await link.call('pairDevice');
      advSecret.rotate();
      Socket.set({ state: 'UNPAIRED' });
      Stream.set({ mode: 'QR', info: 'NORMAL' });
      rotate(refs);
    }

    async function refreshQR() {
      if (Socket.state !== 'UNPAIRED' && Socket.state !== 'UNPAIRED_IDLE') return;
      await link.gate('refreshQR');
      await pairDevice();
    }

    async function isOwnIdentity(details) {
      return JSON.parse(details).identity === encodeB64((await keyPair('identity')).pubKey);
    }

    function onScanned() {
      stopRotation();
      Stream.set({ info: 'PAIRING' });
      Socket.set({ state: 'PAIRING' });
    }

    /** The phone's signature must be made with the secret that this page has now. */
    async function onPairSuccess({ details, hmac }) {
      const valid = (await verifyDeviceIdentityHMAC(details, hmac)) && (await isOwnIdentity(details));
      if (valid) {
        setADVSignedIdentity({ details, hmac });
        return { ok: true, info: BrowserUtils.info() };
      }
      pairDevice();
      return { ok: false, reason: 'device identity is not signed with the current ADV secret' };
    }

    link.answers.scanned = onScanned;
    link.answers.pairSuccess = onPairSuccess;
    link.answers.pairRefused = pairDevice;
    link.answers.companionRegRefresh = () => {
      if (Socket.state === 'UNPAIRED' || Socket.state === 'UNPAIRED_IDLE') advSecret.rotate();
    };
    link.on('dropped', stopRotation);

    Object.assign(exports, { pairDevice, refreshQR });
  },
  98,
);
