// @ts-check
'use strict';

const { attempt } = require('./listeners');

/** @typedef {import('../native/native').NativeSession} NativeSession */
/** @typedef {import('../native/native').DeliveryData} DeliveryData */
/** @typedef {import('../index').MessageContent} MessageContent */
/** @typedef {import('../index').SendOptions} SendOptions */
/** @typedef {(to: string, content: MessageContent, options?: SendOptions) => Promise<import('../index').SentMessage>} Send */

/** A message that arrived. See index.d.ts. */
class Message {
  #send;

  /** @param {DeliveryData} data @param {Send} send */
  constructor({ delivery, timestamp, ...data }, send) {
    this.id = data.id;
    this.chat = data.chat;
    this.from = data.from;
    this.to = data.to;
    this.fromMe = data.fromMe;
    this.text = data.text;
    this.type = data.type;
    this.timestamp = new Date(timestamp * 1000);
    this.late = data.late;
    this.redelivered = data.redelivered;
    this.#send = send;
  }

  /** @param {MessageContent} content @param {SendOptions} [options] */
  reply(content, options) {
    return this.#send(this.chat, content, options);
  }

  toJSON() {
    return { ...this };
  }
}

/**
 * Registers a handler. A message is handled when it resolved; one whose handler threw comes again.
 * @param {NativeSession} session
 * @param {(message: Message) => unknown} handler
 * @param {string | null} key
 * @param {Send} send
 * @returns {() => void} unsubscribes
 */
function handleMessages(session, handler, key, send) {
  let active = true;
  const id = session.onMessage(key, async (data) => {
    // Deliveries that were on their way when it unsubscribed go to whoever comes next.
    if (!active) return;
    const handled = await attempt(() => handler(new Message(data, send)), 'onMessage handler');
    session.settle(id, data.delivery, handled);
  });
  return () => {
    active = false;
    session.off(id);
  };
}

/**
 * Incoming messages as an async iterator. It registers with the first `next()`; a message is handled on the `next()` after it, and
 * comes again when the loop is left before.
 * @implements {AsyncIterableIterator<Message>}
 */
class Messages {
  #open;
  #send;
  #signal;
  /** @type {DeliveryData[]} */
  #queue = [];
  /** @type {Array<{ resolve: (result: IteratorResult<Message>) => void, reject: (error: unknown) => void }>} */
  #waiting = [];
  /** @type {NativeSession | null} */
  #session = null;
  #listener = 0;
  /** @type {DeliveryData | null} in the hands of the loop's body */
  #current = null;
  #ended = false;
  #abort = () => this.#end();

  /**
   * @param {() => NativeSession} open
   * @param {Send} send
   * @param {{ signal?: AbortSignal }} options
   */
  constructor(open, send, { signal }) {
    this.#open = open;
    this.#send = send;
    this.#signal = signal;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @returns {Promise<IteratorResult<Message>>} */
  async next() {
    this.#settleCurrent(true);
    this.#signal?.throwIfAborted();
    if (this.#ended) return { value: undefined, done: true };
    if (!this.#session) this.#begin();
    const delivery = this.#queue.shift();
    if (delivery) return this.#give(delivery);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** @returns {Promise<IteratorResult<Message>>} */
  async return() {
    this.#end();
    return { value: undefined, done: true };
  }

  #begin() {
    const session = this.#open();
    this.#session = session;
    this.#signal?.addEventListener('abort', this.#abort, { once: true });
    this.#listener = session.onMessage(null, (delivery) => {
      if (this.#ended) return;
      const waiting = this.#waiting.shift();
      if (waiting) waiting.resolve(this.#give(delivery));
      else this.#queue.push(delivery);
    });
  }

  /** @param {DeliveryData} delivery @returns {IteratorResult<Message>} */
  #give(delivery) {
    // Somebody who asked for two at once has asked for the next one already.
    this.#settleCurrent(true);
    this.#current = delivery;
    return { value: new Message(delivery, this.#send), done: false };
  }

  /** @param {boolean} handled */
  #settleCurrent(handled) {
    if (this.#current) this.#session?.settle(this.#listener, this.#current.delivery, handled);
    this.#current = null;
  }

  #end() {
    if (this.#ended) return;
    this.#ended = true;
    this.#settleCurrent(false);
    this.#queue = [];
    this.#session?.off(this.#listener);
    this.#signal?.removeEventListener('abort', this.#abort);
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (this.#signal?.aborted) reject(this.#signal.reason);
      else resolve({ value: undefined, done: true });
    }
  }
}

module.exports = { Messages, handleMessages };
