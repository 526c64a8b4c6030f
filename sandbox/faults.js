// @ts-check
'use strict';

const OPERATIONS = ['load', 'boot', 'open', 'send', 'queryWidExists', 'findChat', 'logout', 'refreshQR', 'newId'];

/**
 * What a page operation has to suffer this time.
 * @typedef {{ delayMs: number, hang: boolean, fail: null | { result?: string, status: number } }} Verdict
 */

/** The switches of `sandbox.faults`. It holds the table; `act` does what needs the server. */
class FaultTable {
  /** @type {Map<string, number>} */
  slowed = new Map();
  /** @type {Map<string, { kind: 'hang' | 'fail', left: number, result?: string, status?: number }>} */
  broken = new Map();
  swallowed = { left: 0, delivered: true };
  /** @type {'ok' | 'refuse' | 'stall'} */
  linkMode = 'ok';
  /** @type {'ok' | 'hang' | { status: number }} */
  loadMode = 'ok';
  /** @type {Record<string, any>} */
  modules = {};
  /** @type {Record<string, Record<string, any>>} */
  exports = {};

  /** @param {Record<string, (...args: any[]) => any>} act */
  constructor(act) {
    this.act = act;
  }

  reset() {
    Object.assign(this, new FaultTable(this.act));
  }

  /** @param {string} operation @returns {Verdict} uses up one of a counted fault */
  take(operation) {
    const delayMs = this.slowed.get(operation) ?? 0;
    const fault = this.broken.get(operation);
    if (!fault) return { delayMs, hang: false, fail: null };
    fault.left -= 1;
    if (fault.left <= 0) this.broken.delete(operation);
    if (fault.kind === 'hang') return { delayMs, hang: true, fail: null };
    return { delayMs, hang: false, fail: { result: fault.result, status: fault.status ?? 500 } };
  }

  /** @returns {null | { delivered: boolean }} whether the ack of the next message is swallowed */
  takeSwallowed() {
    if (this.swallowed.left <= 0) return null;
    this.swallowed.left -= 1;
    return { delivered: this.swallowed.delivered };
  }

  known(/** @type {string} */ operation) {
    if (!OPERATIONS.includes(operation)) {
      throw new TypeError(`unknown operation "${operation}", expected one of ${OPERATIONS.join(', ')}`);
    }
    return operation;
  }

  /** @returns {import('./index').Faults} */
  face() {
    const table = this;
    const { act } = this;
    return {
      slow(operation, ms) {
        table.slowed.set(table.known(operation), ms);
      },
      hang(operation, { times = Infinity } = {}) {
        table.broken.set(table.known(operation), { kind: 'hang', left: times });
      },
      fail(operation, { times = Infinity, result, status } = {}) {
        table.broken.set(table.known(operation), { kind: 'fail', left: times, result, status });
      },
      swallowAcks({ times = Infinity, delivered = true } = {}) {
        table.swallowed = { left: times, delivered };
      },
      module(id, mode) {
        table.modules[id] = mode;
      },
      export(id, name, mode) {
        table.exports[id] = { ...table.exports[id], [name]: mode };
      },
      pageLoad(mode) {
        table.loadMode = mode;
      },
      link(mode) {
        table.linkMode = mode;
      },
      offline: () => act.setOnline(false),
      online: () => act.setOnline(true),
      freezePage: (ms) => act.freezePage(ms),
      crashPage: () => act.crashPage(),
      socketState: (state) => act.socketState(state),
      conflict: () => act.conflict(),
      rotateAdvSecret: () => act.rotateAdvSecret(),
      clear() {
        table.reset();
        act.setOnline(true);
      },
    };
  }
}

module.exports = { FaultTable };
