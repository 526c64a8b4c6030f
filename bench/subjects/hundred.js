// @ts-check
'use strict';
// wa-bridge: a hundred calls of generateQr() at once.

const path = require('node:path');
const wa = require('../..');
const { fail, obey, settings, tell } = require('./channel');

const CALLS = 100;
const { chromium, folder, route, webUrl } = settings;
const session = wa.session('bench', {
  dataDir: path.join(folder, 'data'),
  webUrl,
  browser: { executablePath: chromium, args: route },
});

Promise.all(Array.from({ length: CALLS }, () => session.generateQr())).then((steps) => {
  const payloads = steps.map((step) => (step.state === 'qr' ? step.qr.payload : null));
  tell('all', {
    calls: CALLS,
    codes: new Set(payloads).size,
    scannable: payloads.every((payload) => payload !== null),
  });
}, fail);

obey({ end: () => session.close() });
