// @ts-check
'use strict';

const { randomUUID } = require('node:crypto');

/**
 * One page's WebSocket: calls from the page, pushes to it, questions to it. Frames are JSON:
 * page → `{ id, op, args }`, answered by `{ re, value }` or `{ re, error }`; server → `{ push, data, ask? }`,
 * where `ask` wants `{ answer, value }` back.
 */
class PageConnection {
  /**
   * @param {import('ws').WebSocket} socket
   * @param {{ call: (page: PageConnection, op: string, args: any) => Promise<unknown>, closed: (page: PageConnection) => void }} hub
   */
  constructor(socket, hub) {
    this.id = randomUUID();
    this.socket = socket;
    this.hub = hub;
    /** @type {any} the keys the page introduced itself with */
    this.hello = {};
    /** @type {import('./refs').RefList | null} */
    this.refs = null;
    /** @type {string | null} set once the page stands for a linked device */
    this.deviceId = null;
    /** The device takes its queued events on this connection. */
    this.receiving = false;
    /** @type {() => any} */
    this.history = () => ({});
    /** @type {Map<string, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
    this.questions = new Map();
    socket.on('message', (data) => this.read(String(data)).catch(() => socket.terminate()));
    socket.on('close', () => {
      for (const question of this.questions.values()) question.reject(new Error('the page went away'));
      hub.closed(this);
    });
    socket.on('error', () => socket.terminate());
  }

  /** @param {string} text */
  async read(text) {
    const frame = JSON.parse(text);
    if (frame.answer) {
      this.questions.get(frame.answer)?.resolve(frame.value);
      this.questions.delete(frame.answer);
      return;
    }
    try {
      this.send({ re: frame.id, value: await this.hub.call(this, frame.op, frame.args ?? {}) });
    } catch (thrown) {
      const error = /** @type {any} */ (thrown);
      this.send({ re: frame.id, error: { status: error.status ?? 500, text: error.message } });
    }
  }

  /** @param {object} frame */
  send(frame) {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** @param {string} name @param {unknown} data */
  push(name, data) {
    this.send({ push: name, data });
  }

  /** Resolves with the page's answer; rejects when the page goes away first. @param {string} name @param {unknown} data */
  ask(name, data) {
    return new Promise((resolve, reject) => {
      const ask = randomUUID();
      this.questions.set(ask, { resolve, reject });
      this.send({ push: name, data, ask });
    });
  }

  end() {
    this.socket.terminate();
  }
}

module.exports = { PageConnection };
