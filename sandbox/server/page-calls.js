// @ts-check
'use strict';

const { ACK } = require('./messaging');
const { parseWid } = require('./identity');

/** What a page is told when the server refuses: `status` as in ServerStatusCodeError. */
class Refusal extends Error {
  /** @param {number} status @param {string} text */
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

const NEVER = new Promise(() => {});

/** The calls that a page makes over its WebSocket. */
class PageCalls {
  /** @param {{ state: any, linking: any, messaging: any, events: any, faults: any, log: any, connections: Set<any> }} parts */
  constructor({ state, linking, messaging, events, faults, log, connections }) {
    this.state = state;
    this.linking = linking;
    this.messaging = messaging;
    this.events = events;
    this.faults = faults;
    this.log = log;
    this.connections = connections;
  }

  /** @param {any} page @param {string} op @param {any} args @returns {Promise<unknown>} */
  async call(page, op, args) {
    const handler = /** @type {any} */ (this)[`on_${op}`];
    if (!handler) throw new Refusal(501, `no such call: ${op}`);
    return handler.call(this, page, args);
  }

  /** Applies a fault to an operation; resolves with the failure that is due, if any. @param {string} operation */
  async suffer(operation) {
    const verdict = this.faults.take(operation);
    await this.messaging.pause(verdict.delayMs);
    if (verdict.hang) await NEVER;
    return verdict.fail;
  }

  /** Faults of work that the page does by itself. @param {any} _page @param {{ operation: string }} args */
  async on_gate(_page, { operation }) {
    const fail = await this.suffer(operation);
    if (fail) throw new Refusal(fail.status, fail.result ?? 'failed');
  }

  /** @param {any} page @param {any} hello */
  async on_hello(page, hello) {
    page.hello = hello;
    this.log('hello', { page: page.id, device: hello.creds?.deviceId });
    page.history = () => this.history();
    await this.on_gate(page, { operation: 'open' });
    if (!hello.creds) return { status: 'unpaired' };
    const device = this.state.devices.find((/** @type {any} */ known) => known.id === hello.creds.deviceId);
    if (!device || device.token !== hello.creds.token) return { status: 'logout', reason: 'unknown_companion' };
    for (const other of this.connections) {
      if (other !== page && other.deviceId === device.id && other.receiving) this.displace(other);
    }
    page.deviceId = device.id;
    return { status: 'ok', account: this.state.account };
  }

  /** Another window took the session. @param {any} page */
  displace(page) {
    page.receiving = false;
    page.deviceId = null;
    page.push('conflict', {});
  }

  /** @param {any} page */
  async on_pairDevice(page) {
    return { refs: this.linking.handOutRefs(page) };
  }

  /** The page is ready for what waited. @param {any} page */
  async on_resume(page) {
    if (!page.deviceId) return;
    this.log('resumed', { page: page.id, device: page.deviceId });
    this.events.replay(page);
  }

  /** @param {any} page @param {{ seq: number }} args */
  async on_confirm(page, { seq }) {
    const event = this.events.confirm(page.deviceId, seq);
    if (event?.kind === 'message' && !event.message.fromMe) {
      const record = this.state.messages.find(
        (/** @type {any} */ known) => known.serialized === event.message.serialized,
      );
      if (record) this.messaging.raise(record, ACK.device, null);
    }
  }

  /** @param {any} page @param {any} message */
  async on_send(page, message) {
    if (!page.deviceId) throw new Refusal(401, 'not-authorized');
    const fail = await this.suffer('send');
    if (fail?.result) return { messageSendResult: fail.result };
    if (fail) throw new Refusal(fail.status, 'server refused the message');
    const record = await this.messaging.fromAccount(message, page.deviceId);
    if (!record) return NEVER;
    const { serialized, ack } = record;
    if (ack > ACK.server) this.events.to(page.deviceId, { kind: 'ack', serialized, ack });
    return { messageSendResult: 'OK', t: record.timestamp };
  }

  /** @param {any} _page @param {{ wid: string }} args */
  async on_queryWidExists(_page, { wid }) {
    const fail = await this.suffer('queryWidExists');
    if (fail) throw new Refusal(fail.status, 'usync query failed');
    const { user, server } = parseWid(wid);
    const { account } = this.state;
    if (user === account.phone || user === account.lid) return { wid: `${account.phone}@c.us`, lid: account.lid };
    const contact = (server === 'c.us' && this.state.contacts.get(user)) || this.state.contactByWid(user, server);
    if (!contact?.exists) return null;
    return { wid: this.state.chatWid(contact), ...this.state.person(contact) };
  }

  /** What a device gets on linking: the people and the messages there are. */
  history() {
    const people = [...this.state.contacts.values()].filter((contact) =>
      this.state.messages.some((/** @type {any} */ record) => record.contact === contact.phone),
    );
    return {
      account: this.state.account,
      people: people.map((contact) => this.state.person(contact)),
      messages: this.state.messages,
    };
  }

  /** @param {any} _page @param {{ wid: string }} args */
  async on_read(_page, { wid }) {
    this.messaging.readByAccount(wid);
  }

  /** @param {any} page @param {{ available: boolean }} args */
  async on_presence(page, { available }) {
    this.log('presence', { device: page.deviceId, available });
  }

  /** @param {any} page @param {{ wid: string, state: string }} args */
  async on_chatState(page, { wid, state }) {
    this.log('chat-state', { device: page.deviceId, wid, state });
  }

  /** @param {any} page */
  async on_logout(page) {
    const fail = await this.suffer('logout');
    if (fail) throw new Refusal(fail.status, 'logout failed');
    this.unlink(page.deviceId);
    page.deviceId = null;
    page.receiving = false;
  }

  /** @param {string} deviceId */
  unlink(deviceId) {
    const index = this.state.devices.findIndex((/** @type {any} */ device) => device.id === deviceId);
    if (index < 0) return;
    this.state.devices.splice(index, 1);
    this.state.queues.delete(deviceId);
    this.state.save();
    this.log('unlinked', { id: deviceId });
  }
}

module.exports = { PageCalls };
