/* The page's line to the server: calls with answers, pushes from the server, and questions that it asks. */
__d(
  'StandInLink',
  ['StandInSettings', 'WAWebEventEmitter', 'WAWebServerStatusCodeError'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const settings = require('StandInSettings');
    const { EventEmitter } = require('WAWebEventEmitter');
    const { ServerStatusCodeError } = require('WAWebServerStatusCodeError');

    class Link extends EventEmitter {
      constructor() {
        super();
        this.socket = null;
        this.lastId = 0;
        this.pending = new Map();
        /** Answers to the server's questions, by name. */
        this.answers = {};
      }

      get isOpen() {
        return this.socket?.readyState === WebSocket.OPEN;
      }

      /** Resolves when the line is open, rejects when the server is out of reach. */
      open() {
        return new Promise((resolve, reject) => {
          const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${settings.socketPath}`);
          this.socket = socket;
          socket.onopen = () => resolve();
          socket.onmessage = (message) => this.read(JSON.parse(message.data));
          socket.onclose = () => {
            reject(new Error('no connection'));
            if (this.socket === socket) this.dropped();
          };
        });
      }

      /** Closes for good: nothing is told. */
      close() {
        const { socket } = this;
        this.socket = null;
        socket?.close();
        this.giveUpCalls();
      }

      dropped() {
        this.socket = null;
        this.giveUpCalls();
        this.trigger('dropped');
      }

      giveUpCalls() {
        const lost = [...this.pending.values()];
        this.pending.clear();
        for (const call of lost) call.reject(new Error('no connection'));
      }

      call(op, args) {
        if (!this.isOpen) return Promise.reject(new Error('no connection'));
        const id = ++this.lastId;
        return new Promise((resolve, reject) => {
          this.pending.set(id, { resolve, reject });
          this.socket.send(JSON.stringify({ id, op, args }));
        });
      }

      /** Lets the server's faults for an operation of the page take effect; without a line there are none. */
      async gate(operation) {
        if (this.isOpen) await this.call('gate', { operation });
      }

      async read(frame) {
        if (frame.push) {
          const value = await this.answers[frame.push]?.(frame.data);
          if (frame.ask) this.socket?.send(JSON.stringify({ answer: frame.ask, value: value ?? null }));
          return;
        }
        const call = this.pending.get(frame.re);
        this.pending.delete(frame.re);
        if (frame.error) call?.reject(new ServerStatusCodeError(frame.error.status, frame.error.text));
        else call?.resolve(frame.value);
      }
    }

    exports.link = new Link();
  },
  98,
);
