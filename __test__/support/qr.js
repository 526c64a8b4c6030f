// @ts-check
'use strict';

const jsqr = require('jsqr');
const { PNG } = require('pngjs');

/** jsqr is a CommonJS bundle whose function is its default export. */
const decode = /** @type {typeof import('jsqr').default} */ (/** @type {any} */ (jsqr).default ?? jsqr);

/** The text of the QR code in a PNG, as a phone's camera would read it; null when there is none. @param {Buffer} png */
function readQr(png) {
  const { data, width, height } = PNG.sync.read(png);
  return decode(new Uint8ClampedArray(data), width, height)?.data ?? null;
}

module.exports = { readQr };
