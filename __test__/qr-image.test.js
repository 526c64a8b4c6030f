// @ts-check
'use strict';
// QR codes as a phone's camera sees them.

const jsQR = require('jsqr');
const { PNG } = require('pngjs');
const { QrCode } = require('../js/qr');

/** As long as WhatsApp's: ref, three keys, platform id. */
const PAYLOAD = `2@${'aB3+/xYz'.repeat(13)},${['Kq7', 'z+R', '0Lp'].map((seed) => `${seed.repeat(15).slice(0, 43)}=`).join(',')},1`;

const now = Date.now();
const qr = new QrCode({ payload: PAYLOAD, issuedAt: now, expiresAt: now + 20_000, attempt: 2 });

/** @param {Buffer} png */
function scanned(png) {
  const { width, height, data } = PNG.sync.read(png);
  const read = /** @type {any} */ (jsQR)(new Uint8ClampedArray(data), width, height);
  return { width, height, text: read?.data };
}

test('toPng is small and can be scanned', () => {
  const png = qr.toPng();
  expect(png.length).toBeLessThanOrEqual(2048);
  expect(scanned(png)).toEqual({ width: 400, height: 400, text: PAYLOAD });
});

test.each([256, 333, 1000])('toPng({ size: %i }) has exactly that size and can be scanned', (size) => {
  expect(scanned(qr.toPng({ size, margin: 2 }))).toEqual({ width: size, height: size, text: PAYLOAD });
});

test('toDataUrl holds the same picture', () => {
  const [head, body] = qr.toDataUrl().split(',');
  expect(head).toBe('data:image/png;base64');
  expect(Buffer.from(body, 'base64').equals(qr.toPng())).toBe(true);
});

test('toSvg takes size and colours', () => {
  const svg = qr.toSvg({ size: 300, dark: '#128c7e', light: 'transparent' });
  expect(svg.length).toBeLessThanOrEqual(8192);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="300" height="300"/);
  expect(svg).toContain('#128c7e');
  expect(svg).toContain('transparent');
});

test('toTerminal is black on white whatever the theme', () => {
  const lines = qr.toTerminal().trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(40);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what a terminal reads
  for (const line of lines) expect(line).toMatch(/^\u001b\[38;5;16;48;5;231m[█▀▄ ]+\u001b\[0m$/);
});

test('toJSON is what a route answers', () => {
  expect(JSON.parse(JSON.stringify({ state: 'qr', qr }))).toEqual({
    state: 'qr',
    qr: {
      payload: PAYLOAD,
      dataUrl: qr.toDataUrl(),
      issuedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 20_000).toISOString(),
      ttlMs: qr.ttlMs,
      attempt: 2,
    },
  });
  expect(qr.ttlMs).toBeGreaterThan(10_000);
  expect(qr.ttlMs).toBeLessThanOrEqual(20_000);
});

test.each([
  [{ size: 99 }, RangeError, 'options.size must be an integer from 100 to 4096, got 99'],
  [{ size: '300' }, TypeError, 'options.size must be a positive integer, got "300"'],
  [{ margin: 33 }, RangeError, 'options.margin must be an integer from 0 to 32, got 33'],
  [{ size: 100, margin: 32 }, RangeError, /^options\.size must be at least \d+ for this code and margin, got 100$/],
  [{ dark: '#000' }, TypeError, 'options.dark is not an option (there are size, margin)'],
])('toPng(%j) is refused', (options, type, message) => {
  const draw = () => qr.toPng(/** @type {any} */ (options));
  expect(draw).toThrow(type);
  expect(draw).toThrow(message);
});

test('toSvg refuses what is no colour', () => {
  expect(() => qr.toSvg({ dark: '"/><script>' })).toThrow('options.dark must be a CSS colour, got "\\"/><script>"');
});
