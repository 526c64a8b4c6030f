// @ts-check
'use strict';

const args = require('./arguments');
const { listenToAuth } = require('./listeners');
const { Login } = require('./login');
const { Messages, handleMessages } = require('./messages');
const { request } = require('./native');
const { QrCode } = require('./qr');
const { sessionStatus } = require('./status');

/** @typedef {import('../native/native').NativeSession} NativeSession */
/** @import * as Api from '../index' */

/** The names of WhatsApp's acks, from -1. */
const STATUS_OF_ACK = /** @type {const} */ (['failed', 'pending', 'server', 'device', 'read', 'played']);

/** @param {number} ack @returns {any} an ack of a newer WhatsApp is at least the highest that we know */
const statusOf = (ack) => STATUS_OF_ACK[Math.min(ack + 1, STATUS_OF_ACK.length - 1)];

/**
 * One account. See index.d.ts.
 * @implements {Api.Session}
 */
class Session {
  #open;
  /** @type {import('./messages').Send} */
  #send = (to, content, options) => this.sendMessage(to, content, options);

  /** @param {() => NativeSession} open gives the session of native code, at every use: it knows whether options changed */
  constructor(open) {
    this.#open = open;
  }

  get clientId() {
    return this.#open().clientId;
  }

  /** @param {Api.GenerateQrOptions} [options] @returns {Promise<Api.LoginStep>} */
  async generateQr(options) {
    const { timeoutMs = 60_000, minTtlMs = 5_000, signal } = args.generateQrOptions(options);
    const step = await request(this.generateQr, signal, (cancellation) =>
      this.#open().generateQr(timeoutMs, minTtlMs, cancellation),
    );
    if (step.qr) return { state: 'qr', qr: new QrCode(step.qr) };
    return { state: 'ready', account: /** @type {Api.Account} */ (step.account) };
  }

  /** @param {(event: Api.AuthEvent) => void} listener @param {Api.ListenerOptions} [options] */
  onAuth(listener, options) {
    args.listener(listener, 'listener');
    const { key = null } = args.listenerOptions(options);
    return listenToAuth(this.#open(), listener, key);
  }

  /** @param {Api.LoginOptions} [options] @returns {AsyncIterableIterator<Api.LoginEvent>} */
  login(options) {
    return new Login(this.#open, args.loginOptions(options));
  }

  /**
   * @param {string} to
   * @param {Api.MessageContent} content
   * @param {Api.SendOptions} [options]
   * @returns {Promise<Api.SentMessage>}
   */
  async sendMessage(to, content, options) {
    const recipient = args.recipient(to);
    const text = args.messageText(content);
    const { timeoutMs = 75_000, allowSelf = false, signal } = args.sendOptions(options);
    const sent = await request(this.sendMessage, signal, (cancellation) =>
      this.#open().sendText(recipient, text, timeoutMs, allowSelf, cancellation),
    );
    const { id, input, phone, wid, lid, ack, timestamp } = sent;
    return { id, to: { input, phone, wid, lid }, status: statusOf(ack), timestamp: new Date(timestamp) };
  }

  /** @param {string} id @returns {Promise<Api.MessageStatus | null>} */
  async messageStatus(id) {
    const checked = args.messageId(id);
    const ack = await request(this.messageStatus, undefined, () => this.#open().messageAck(checked));
    return ack === null ? null : { id: checked, status: statusOf(ack) };
  }

  /** @param {(message: Api.Message) => unknown} handler @param {Api.ListenerOptions} [options] */
  onMessage(handler, options) {
    args.listener(handler, 'handler');
    const { key = null } = args.listenerOptions(options);
    return handleMessages(this.#open(), handler, key, this.#send);
  }

  /** @param {{ signal?: AbortSignal }} [options] @returns {AsyncIterableIterator<Api.Message>} */
  messages(options) {
    return new Messages(this.#open, this.#send, args.iteratorOptions(options));
  }

  /** @returns {Api.SessionStatus} */
  status() {
    return sessionStatus(this.status, this.#open());
  }

  /** @returns {Api.Health} */
  health() {
    const { state } = sessionStatus(this.health, this.#open());
    return { ok: state !== 'failed' && state !== 'disconnected', authenticated: state === 'ready' };
  }

  /** @param {Api.StartOptions} [options] @returns {Promise<void>} */
  async start(options) {
    const { timeoutMs = 60_000, takeover = false, signal } = args.startOptions(options);
    await request(this.start, signal, (cancellation) => this.#open().start(timeoutMs, takeover, cancellation));
  }

  /** @returns {Promise<void>} */
  async close() {
    await request(this.close, undefined, () => this.#open().close());
  }

  /** @returns {Promise<void>} */
  async logout() {
    await request(this.logout, undefined, () => this.#open().logout());
  }

  /** @returns {Promise<void>} */
  async reset() {
    await request(this.reset, undefined, () => this.#open().reset());
  }

  /** @returns {Promise<void>} */
  [Symbol.asyncDispose]() {
    return this.close();
  }
}

module.exports = { Session };
