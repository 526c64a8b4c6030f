// @ts-check
'use strict';

const { listenToAuth } = require('./listeners');
const { native } = require('./native');
const { errorOf } = require('./errors');

/** @typedef {import('../native/native').NativeSession} NativeSession */
/** @typedef {import('../index').LoginEvent} LoginEvent */

/** Events that end a login, and those that tell of a state before it. */
const TERMINAL = new Set(['ready', 'timeout', 'cancelled', 'failed']);
const NOT_ABOUT_LOGIN = new Set(['stopped', 'loggedOut']);

/** The native start may take longer than the login: the login's own clock decides. */
const START_GRACE_MS = 60_000;

/**
 * A login as an async iterator. It begins with the first `next()`, ends with exactly one terminal event, and lets go of everything
 * then, or when the loop is left.
 * @implements {AsyncIterableIterator<LoginEvent>}
 */
class Login {
  /** @type {() => NativeSession} */
  #open;
  #timeoutMs;
  #signal;
  /** @type {LoginEvent[]} */
  #events = [];
  /** @type {Array<(result: IteratorResult<LoginEvent>) => void>} */
  #waiting = [];
  /** @type {Array<() => void>} */
  #release = [];
  #begun = false;
  #ended = false;

  /**
   * @param {() => NativeSession} open
   * @param {{ timeoutMs?: number, signal?: AbortSignal }} options
   */
  constructor(open, { timeoutMs = 300_000, signal }) {
    this.#open = open;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @returns {Promise<IteratorResult<LoginEvent>>} */
  async next() {
    try {
      if (!this.#begun) this.#begin();
    } catch (error) {
      this.#end();
      throw error;
    }
    const event = this.#events.shift();
    if (event) return { value: event, done: false };
    if (this.#ended) return { value: undefined, done: true };
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** @returns {Promise<IteratorResult<LoginEvent>>} */
  async return() {
    this.#begun = true;
    this.#events = [];
    this.#end();
    return { value: undefined, done: true };
  }

  #begin() {
    this.#begun = true;
    if (this.#signal?.aborted) return this.#tell({ type: 'cancelled' });
    const session = this.#open();
    const cancel = () => this.#tell({ type: 'cancelled' });
    this.#signal?.addEventListener('abort', cancel, { once: true });
    const timer = setTimeout(() => this.#tell({ type: 'timeout' }), this.#timeoutMs);
    const interest = session.keepQrAlive();
    const cancellation = new (native().Cancellation)();
    // The first event is a replay: a failure there is an old one, which this login is about to mend.
    let replayed = false;
    const unsubscribe = listenToAuth(
      session,
      (event) => {
        const stale = event.type === 'failed' && !replayed;
        replayed = true;
        if (!stale && !NOT_ABOUT_LOGIN.has(event.type)) this.#tell(/** @type {LoginEvent} */ (event));
      },
      null,
    );
    this.#release = [
      () => this.#signal?.removeEventListener('abort', cancel),
      () => clearTimeout(timer),
      () => interest.release(),
      () => cancellation.cancel(),
      unsubscribe,
    ];
    session.start(this.#timeoutMs + START_GRACE_MS, false, cancellation).then((outcome) => {
      if (outcome.error) this.#tell({ type: 'failed', error: /** @type {any} */ (errorOf(outcome.error)) });
    });
  }

  /** @param {LoginEvent} event */
  #tell(event) {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting) waiting({ value: event, done: false });
    else this.#events.push(event);
    if (TERMINAL.has(event.type)) this.#end();
  }

  #end() {
    this.#ended = true;
    for (const release of this.#release.splice(0)) release();
    for (const waiting of this.#waiting.splice(0)) waiting({ value: undefined, done: true });
  }
}

module.exports = { Login };
