// @ts-check
'use strict';

const args = require('./arguments');
const { call, native } = require('./native');

/** A QR code that WhatsApp shows, and how to draw it. See index.d.ts. */
class QrCode {
  /** @param {import('../native/native').QrData} data */
  constructor({ payload, issuedAt, expiresAt, attempt }) {
    this.payload = payload;
    this.issuedAt = new Date(issuedAt);
    this.expiresAt = new Date(expiresAt);
    this.ttlMs = Math.max(0, Math.round(expiresAt - Date.now()));
    this.attempt = attempt;
    Object.freeze(this);
  }

  /** @param {import('../index').QrImageOptions} [options] */
  toDataUrl(options) {
    const { size = 400, margin = 4 } = args.qrImageOptions(options);
    return call(this.toDataUrl, () => native().qrDataUrl(this.payload, size, margin));
  }

  /** @param {import('../index').QrImageOptions} [options] */
  toPng(options) {
    const { size = 400, margin = 4 } = args.qrImageOptions(options);
    return call(this.toPng, () => native().qrPng(this.payload, size, margin));
  }

  /** @param {import('../index').QrImageOptions & import('../index').QrColorOptions} [options] */
  toSvg(options) {
    const { size = 400, margin = 4, dark = '#000', light = '#fff' } = args.qrSvgOptions(options);
    return call(this.toSvg, () => native().qrSvg(this.payload, size, margin, dark, light));
  }

  /** @param {{ margin?: number }} [options] */
  toTerminal(options) {
    const { margin = 2 } = args.qrTerminalOptions(options);
    return call(this.toTerminal, () => native().qrTerminal(this.payload, margin));
  }

  toJSON() {
    const { payload, ttlMs, attempt } = this;
    const [issuedAt, expiresAt] = [this.issuedAt.toISOString(), this.expiresAt.toISOString()];
    return { payload, dataUrl: this.toDataUrl(), issuedAt, expiresAt, ttlMs, attempt };
  }
}

module.exports = { QrCode };
