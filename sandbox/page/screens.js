/* What a person sees: QR code, chats, conflict. State is in the models; this only mirrors it. */
__d(
  'StandInScreens',
  [
    'WAWebSocketModel',
    'WAWebConnModel',
    'WAWebCollections',
    'StandInAdvSecret',
    'WAWebCmd',
    'StandInQrCode',
    'StandInQrPayload',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { Socket } = require('WAWebSocketModel');
    const { Conn } = require('WAWebConnModel');
    const { Chat } = require('WAWebCollections');
    const { Cmd } = require('WAWebCmd');
    const { advSecret } = require('StandInAdvSecret');
    const { drawQrCode } = require('StandInQrCode');
    const { qrPayload } = require('StandInQrPayload');

    function element(tag, attributes = {}, ...children) {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      made.append(...children);
      return made;
    }

    async function qrScreen() {
      const canvas = element('canvas', { 'aria-label': 'Scan this QR code to link a device!', role: 'img' });
      const box = element('div', { 'data-ref': Conn.ref }, canvas);
      drawQrCode(canvas, await qrPayload());
      if (Socket.state === 'UNPAIRED_IDLE') {
        const button = element('button', { type: 'button' }, 'Click to reload QR code');
        button.addEventListener('click', () => Cmd.refreshQR());
        box.append(element('span', {}, button));
      }
      return [element('h1', {}, 'Steps to log in'), box];
    }

    function chatScreen() {
      const rows = Chat.map((chat) => element('div', { role: 'listitem' }, chat.formattedTitle));
      return [
        element('div', { id: 'pane-side' }, element('div', { 'aria-label': 'Chat list', role: 'list' }, ...rows)),
      ];
    }

    function conflictScreen() {
      const use = element('button', { type: 'button' }, 'Use here');
      use.addEventListener('click', () => Socket.takeover());
      const text = 'WhatsApp is open in another window. Click "Use Here" to use WhatsApp in this window.';
      return [element('div', { role: 'dialog' }, text, element('button', { type: 'button' }, 'Close'), use)];
    }

    async function content() {
      if (Socket.state === 'CONFLICT') return conflictScreen();
      if (Socket.state === 'UNPAIRED' || Socket.state === 'UNPAIRED_IDLE') return Conn.ref ? qrScreen() : [];
      return Socket.hasSynced
        ? chatScreen()
        : [element('div', {}, element('progress', {}), element('span', {}, 'Loading your chats'))];
    }

    let drawing = 0;

    async function draw() {
      const undecided = !Socket.hasSynced && (Socket.state === 'UNLAUNCHED' || Socket.state === 'OPENING');
      if (undecided) return;
      const turn = ++drawing;
      const parts = await content();
      if (turn !== drawing) return;
      document.getElementById('wa_web_initial_startup')?.remove();
      document.getElementById('app').replaceChildren(...parts);
      const unread = Chat.filter((chat) => chat.unreadCount > 0).length;
      document.title = unread ? `(${unread}) WhatsApp` : 'WhatsApp';
    }

    exports.start = () => {
      Socket.on('change:state change:hasSynced', draw);
      Conn.on('change:ref', draw);
      Chat.on('add change:unreadCount', draw);
      advSecret.on('rotated', draw);
    };
  },
  98,
);

__d(
  'StandInQrPayload',
  [
    'WAWebConnModel',
    'WAWebUserPrefsInfoStore',
    'WAWebSignalStoreApi',
    'WAWebUserPrefsMultiDevice',
    'WAWebCompanionRegClientUtils',
    'WABase64',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { Conn } = require('WAWebConnModel');
    const { waNoiseInfo } = require('WAWebUserPrefsInfoStore');
    const { waSignalStore } = require('WAWebSignalStoreApi');
    const { getADVSecretKey } = require('WAWebUserPrefsMultiDevice');
    const { DEVICE_PLATFORM } = require('WAWebCompanionRegClientUtils');
    const { encodeB64 } = require('WABase64');

    /** What the phone reads: ref, noise key, identity key, ADV secret, platform. */
    exports.qrPayload = async () => {
      const noise = encodeB64((await waNoiseInfo.get()).staticKeyPair.pubKey);
      const identity = encodeB64((await waSignalStore.getRegistrationInfo()).identityKeyPair.pubKey);
      return [Conn.ref, noise, identity, getADVSecretKey(), DEVICE_PLATFORM].join(',');
    };
  },
  98,
);
