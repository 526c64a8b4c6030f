// @ts-check
'use strict';
// A QR code's text drawn as PNG, by wa-bridge's QrCode and by npm qrcode, in turns.

const { randomBytes } = require('node:crypto');
// @ts-expect-error it ships without types
const { toBuffer } = require('qrcode');
const { QrCode } = require('../../js/qr');
const { fail, obey, tell } = require('./channel');

const WARM_UP = 20;
const IMAGES = 50;
const SIZE = 400;
/** Both draw the same: error correction level L, a quiet zone of 4 modules. */
const SAME = { type: 'png', errorCorrectionLevel: 'L', margin: 4, width: SIZE };

/** Shaped as WhatsApp Web's: a ref, three keys, a platform. 240 characters. */
function payload() {
  const key = () => randomBytes(32).toString('base64');
  const ref = `2@${randomBytes(76).toString('base64')}`.slice(0, 103);
  return [ref, key(), key(), key(), '1'].join(',');
}

/** Mean time of one image, ms. @param {() => unknown} draw @param {number} count */
async function time(draw, count) {
  const before = performance.now();
  for (let index = 0; index < count; index += 1) await draw();
  return (performance.now() - before) / count;
}

/** @param {{ rounds: number }} order */
async function compare({ rounds }) {
  const text = payload();
  // What generateQr() resolves with.
  const qr = new QrCode({ payload: text, issuedAt: Date.now(), expiresAt: Date.now() + 60_000, attempt: 1 });
  const ours = () => qr.toPng({ size: SIZE });
  const peer = () => toBuffer(text, SAME);
  await time(ours, WARM_UP);
  await time(peer, WARM_UP);
  const ms = [];
  for (let round = 0; round < rounds; round += 1) {
    ms.push({ ours: await time(ours, IMAGES), peer: await time(peer, IMAGES) });
  }
  tell('drawn', { characters: text.length, ms, bytes: { ours: ours().length, peer: (await peer()).length } });
}

process.on('message', (/** @type {any} */ order) => {
  if (order.type === 'draw') compare(order).catch(fail);
});
obey({ end: async () => {} });
