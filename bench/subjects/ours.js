// @ts-check
'use strict';
// wa-bridge: logs in as an app would, tells its first QR code and its readiness, sends on order.

const path = require('node:path');
const wa = require('../..');
const { fail, obey, settings, tell } = require('./channel');

const { chromium, folder, route, webUrl } = settings;
const session = wa.session('bench', {
  dataDir: path.join(folder, 'data'),
  webUrl,
  browser: { executablePath: chromium, args: route },
});

session.onAuth((event) => {
  if (event.type === 'ready') tell('ready');
  if (event.type === 'failed') fail(event.error);
});
session.generateQr().then((step) => {
  if (step.state === 'qr') tell('qr', { payload: step.qr.payload });
}, fail);

obey({ send: ({ to, text }) => session.sendMessage(`+${to}`, text), end: () => session.close() });
