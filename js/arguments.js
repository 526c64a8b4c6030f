// @ts-check
'use strict';
// Checks what callers pass, before anything starts for it. Every message begins with the path of what is wrong.

const { argumentError } = require('./errors');

/** WhatsApp's own limit. */
const MAX_TEXT = 65_536;

/**
 * @typedef {(value: unknown, field: string) => unknown} Check gives the value to use, or throws
 */

/** @param {unknown} value */
function shown(value) {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/**
 * @param {string} field
 * @param {string} expected
 * @param {unknown} value
 * @param {boolean} [range]
 */
const wrong = (field, expected, value, range) =>
  argumentError(field, `must be ${expected}, got ${shown(value)}`, { range });

/** @type {(min: number, max: number) => Check} */
const integer = (min, max) => (value, field) => {
  if (typeof value !== 'number') throw wrong(field, min > 0 ? 'a positive integer' : 'an integer', value);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw wrong(field, `an integer from ${min} to ${max}`, value, true);
  }
  return value;
};

/** @type {(type: string) => Check} */
const typed = (type) => (value, field) => {
  if (typeof value !== type) throw wrong(field, `a ${type}`, value);
  return value;
};

/** @type {Check} */
const text = (value, field) => {
  if (typeof value !== 'string') throw wrong(field, 'a string', value);
  if (value === '') throw argumentError(field, 'must not be empty');
  return value;
};

/** @type {Check} */
const texts = (value, field) => {
  if (!Array.isArray(value)) throw wrong(field, 'an array of strings', value);
  return value.map((item, index) => text(item, `${field}[${index}]`));
};

/** @type {Check} */
const signal = (value, field) => {
  const like = /** @type {any} */ (value);
  if (typeof like?.addEventListener !== 'function' || typeof like.aborted !== 'boolean') {
    throw wrong(field, 'an AbortSignal', value);
  }
  return value;
};

/** @type {Check} */
const clientId = (value, field) => {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(value)) {
    throw wrong(field, '1 to 64 letters, digits, "_" or "-"', value);
  }
  return value;
};

/**
 * An options object: only known keys, each checked; `undefined` is not given.
 * @type {(shape: Record<string, Check>) => (value: unknown, field?: string) => Record<string, any>}
 */
const object =
  (shape) =>
  (value, field = 'options') => {
    if (value === undefined) return {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(field, 'an object', value);
    /** @type {Record<string, any>} */
    const checked = {};
    for (const [name, given] of Object.entries(value)) {
      if (!Object.hasOwn(shape, name)) {
        throw argumentError(`${field}.${name}`, `is not an option (there are ${Object.keys(shape).join(', ')})`);
      }
      if (given !== undefined) checked[name] = shape[name](given, `${field}.${name}`);
    }
    return checked;
  };

const timeout = integer(1, 600_000);

const generateQrOptions = object({ timeoutMs: timeout, minTtlMs: integer(0, 60_000), signal });
const startOptions = object({ timeoutMs: timeout, takeover: typed('boolean'), signal });
const sendOptions = object({ timeoutMs: timeout, allowSelf: typed('boolean'), signal });
const loginOptions = object({ timeoutMs: integer(1, 86_400_000), signal });
const listenerOptions = object({ key: text });
const iteratorOptions = object({ signal });
const imageShape = { size: integer(100, 4096), margin: integer(0, 32) };
const qrImageOptions = object(imageShape);
const qrSvgOptions = object({ ...imageShape, dark: text, light: text });
const qrTerminalOptions = object({ margin: integer(0, 32) });

const sessionShape = {
  dataDir: text,
  webUrl: text,
  browser: object({ executablePath: text, args: texts, headless: typed('boolean'), sandbox: typed('boolean') }),
  defaultRegion: text,
  deviceName: text,
  logger: typed('function'),
};
const sessionOptions = object(sessionShape);
const configureOptions = object({ clientId, ...sessionShape });

/** @param {unknown} value @param {string} name @returns {any} */
const listener = (value, name) => typed('function')(value, name);

/**
 * The text of a message's content.
 * @param {unknown} content
 * @returns {string}
 */
function messageText(content) {
  if (typeof content === 'string') return checkedText(content, 'content');
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw wrong('content', 'a string or { text }', content);
  }
  const { text: body } = object({ text: typed('string') })(content, 'content');
  if (body === undefined) throw argumentError('content.text', 'must be a string, got undefined');
  return checkedText(body, 'content.text');
}

/** @param {string} value @param {string} field */
function checkedText(value, field) {
  if (value.trim() === '') throw argumentError(field, 'must not be empty');
  if (value.length > MAX_TEXT) {
    const hint = 'Send it in several messages: WhatsApp takes no longer ones.';
    throw argumentError(field, `must have at most ${MAX_TEXT} characters, got ${value.length}`, { range: true, hint });
  }
  if (!value.isWellFormed())
    throw argumentError(field, 'must be well-formed Unicode; it holds half of a surrogate pair');
  return value;
}

/** @param {unknown} value @returns {string} */
function recipient(value) {
  if (typeof value !== 'string') throw wrong('to', 'a phone number or a WhatsApp id as a string', value);
  if (value.trim() === '') throw argumentError('to', 'must not be empty');
  return value;
}

/** @param {unknown} value @returns {string} */
const messageId = (value) => /** @type {string} */ (text(value, 'id'));

module.exports = {
  clientId,
  configureOptions,
  generateQrOptions,
  iteratorOptions,
  listener,
  listenerOptions,
  loginOptions,
  messageId,
  messageText,
  qrImageOptions,
  qrSvgOptions,
  qrTerminalOptions,
  recipient,
  sendOptions,
  sessionOptions,
  startOptions,
};
