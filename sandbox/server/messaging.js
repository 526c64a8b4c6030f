// @ts-check
'use strict';

const { nowSeconds, parseWid, phoneMessageId } = require('./identity');

const ACK = { server: 1, device: 2, read: 3 };

/** Carries messages and their acks between the account's devices, its phone and the people outside. */
class Messaging {
  /** @param {{ state: any, options: any, faults: any, timers: any, log: any, events: import('./device-events').DeviceEvents }} parts */
  constructor({ state, options, faults, timers, log, events }) {
    this.state = state;
    this.options = options;
    this.faults = faults;
    this.timers = timers;
    this.log = log;
    this.events = events;
    /** @type {Set<(record: any) => void>} */
    this.watchers = new Set();
  }

  /** Tells of every new message and every new ack. @param {(record: any) => void} watcher @returns {() => void} */
  watch(watcher) {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /**
   * A message from the account: from the phone itself or a linked device. Resolves when the server took it.
   * @param {{ id: string, to: string, from: string, text: string, type?: string, serialized?: string, quoted?: any }} message
   * @param {string} [deviceId] undefined for the phone
   * @returns {Promise<any>} the message; null when its ack is swallowed
   */
  async fromAccount(message, deviceId) {
    const { user, server } = parseWid(message.to);
    const contact = this.state.contactByWid(user, server);
    const swallowed = deviceId ? this.faults.takeSwallowed() : null;
    this.log('sent', { id: message.id, to: message.to, device: deviceId ?? 'phone', swallowed });
    if (swallowed && !swallowed.delivered) return null;
    const record = this.record({ ...message, fromMe: true, contact: contact?.phone ?? null });
    this.events.toAll({ kind: 'message', message: record, person: contact && this.state.person(contact) }, deviceId);
    await this.pause(this.options.delays.serverAckMs);
    if (!swallowed) this.raise(record, ACK.server, deviceId);
    this.timers.after(this.options.delays.deviceAckMs, () => this.arrive(record, contact, !!swallowed));
    return swallowed ? null : record;
  }

  /** @param {any} record @param {any} contact @param {boolean} silent no receipt comes back */
  arrive(record, contact, silent) {
    const { phone, lid } = this.state.account;
    const isSelf = [phone, lid].includes(parseWid(record.to).user);
    if (!contact?.exists) {
      if (isSelf && !silent) this.raise(record, ACK.device);
      return;
    }
    if (!contact.online) return;
    const { id, serialized, text, type, from } = record;
    this.state.arrivalsOf(contact.phone).push({ id, serialized, text, type, from, at: new Date() });
    this.log('arrived', { id, at: contact.phone });
    if (!silent) this.raise(record, ACK.device);
    this.state.save();
  }

  /** @param {any} contact @param {string} text @param {{ quoted?: string }} options */
  fromContact(contact, text, { quoted }) {
    const chat = this.state.chatWid(contact);
    const { account } = this.state;
    const record = this.record({
      id: phoneMessageId('android'),
      fromMe: false,
      from: chat,
      to: contact.lidAddressed ? `${account.lid}@lid` : `${account.phone}@c.us`,
      text,
      contact: contact.phone,
      notifyName: contact.pushName,
      quoted: quoted && this.quote(quoted),
    });
    this.log('incoming', { id: record.id, from: chat });
    this.raise(record, ACK.server, null);
    this.events.toAll({ kind: 'message', message: record, person: this.state.person(contact) });
    return record;
  }

  /** What a reply carries of the message it answers. @param {string} id */
  quote(id) {
    const quoted = this.state.messages.find(
      (/** @type {any} */ record) => record.id === id || record.serialized === id,
    );
    if (!quoted) throw new Error(`no message ${id} to quote`);
    return { id: quoted.id, participant: quoted.from, text: quoted.text, type: quoted.type };
  }

  /** A contact opened its chat with the account. @param {any} contact */
  readBy(contact) {
    const reached = this.state.arrivalsOf(contact.phone).map((/** @type {any} */ arrival) => arrival.id);
    for (const record of this.state.messages) {
      if (record.fromMe && record.contact === contact.phone && reached.includes(record.id))
        this.raise(record, ACK.read);
    }
  }

  /** The account opened its chat with a contact. @param {string} wid */
  readByAccount(wid) {
    for (const record of this.state.messages) {
      if (!record.fromMe && record.from === wid) this.raise(record, ACK.read, null);
    }
  }

  /** What the server kept for a contact whose device was away arrives now. @param {any} contact */
  contactCameOnline(contact) {
    const here = new Set(this.state.arrivalsOf(contact.phone).map((/** @type {any} */ arrival) => arrival.id));
    for (const record of this.state.messages) {
      if (record.fromMe && record.contact === contact.phone && !here.has(record.id))
        this.arrive(record, contact, false);
    }
  }

  /** @param {any} fields */
  record(fields) {
    const known = this.state.messages.find(
      (/** @type {any} */ old) => old.id === fields.id && old.fromMe === fields.fromMe,
    );
    if (known) return known;
    const chat = fields.fromMe ? fields.to : fields.from;
    const record = {
      type: 'chat',
      timestamp: nowSeconds(),
      ack: 0,
      ...fields,
      chat,
      serialized: fields.serialized ?? `${fields.fromMe}_${chat}_${fields.id}`,
    };
    this.state.messages.push(record);
    this.state.save();
    for (const watch of this.watchers) watch(record);
    return record;
  }

  /**
   * Raises a message's ack, never lowers it, and tells the account's devices.
   * @param {any} record @param {number} ack
   * @param {string | null} [tellExcept] a device that hears of it otherwise; null tells none
   */
  raise(record, ack, tellExcept) {
    if (record.ack >= ack) return;
    record.ack = ack;
    this.state.save();
    if (tellExcept !== null) this.events.toAll({ kind: 'ack', serialized: record.serialized, ack }, tellExcept);
    for (const watch of this.watchers) watch(record);
  }

  /** @param {number} ms */
  pause(ms) {
    return ms > 0 ? new Promise((resolve) => this.timers.after(ms, () => resolve(undefined))) : Promise.resolve();
  }
}

module.exports = { Messaging, ACK };
