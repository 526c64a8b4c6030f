// @ts-check
'use strict';

const fs = require('node:fs');
const { lidOf } = require('./identity');

/**
 * What WhatsApp's side knows: the account, its linked devices, the people it talks to and every message.
 * Kept in memory, and in `stateFile` when there is one.
 */
class AccountState {
  /** @param {{ account: any, stateFile?: string }} options */
  constructor({ account, stateFile }) {
    this.stateFile = stateFile;
    const kept = stateFile && fs.existsSync(stateFile) ? JSON.parse(fs.readFileSync(stateFile, 'utf8')) : {};
    this.account = kept.account ?? account;
    /** @type {any[]} linked devices, oldest first */
    this.devices = (kept.devices ?? []).map((/** @type {any} */ device) => ({
      ...device,
      linkedAt: new Date(device.linkedAt),
    }));
    /** @type {Map<string, any>} people by the phone number they are dialled under */
    this.contacts = new Map((kept.contacts ?? []).map((/** @type {any} */ contact) => [contact.phone, contact]));
    /** @type {any[]} in the order in which the server took them */
    this.messages = kept.messages ?? [];
    /** @type {Map<string, any[]>} raw arrivals by contact phone, repeats included */
    this.arrivals = new Map(Object.entries(kept.arrivals ?? {}));
    for (const arrival of [...this.arrivals.values()].flat()) arrival.at = new Date(arrival.at);
    /** @type {Map<string, any[]>} per device: events it has not confirmed yet */
    this.queues = new Map(Object.entries(kept.queues ?? {}));
    this.lastSeq = kept.lastSeq ?? 0;
    this.saving = false;
  }

  /** @param {string} user @param {string} server @returns {any} the contact behind a wid, or undefined */
  contactByWid(user, server) {
    for (const contact of this.contacts.values()) {
      if (server === 'lid' ? contact.lid === user : (contact.registeredAs ?? contact.phone) === user) return contact;
    }
    return undefined;
  }

  /** @param {string} phone @param {any} [options] */
  contact(phone, options = {}) {
    const known = this.contacts.get(phone) ?? {
      phone,
      lid: lidOf(phone),
      pushName: undefined,
      exists: true,
      registeredAs: undefined,
      lidAddressed: false,
      online: true,
    };
    this.contacts.set(phone, Object.assign(known, JSON.parse(JSON.stringify(options))));
    this.save();
    return known;
  }

  /** The wid under which the account's chat with this contact runs. */
  chatWid(/** @type {any} */ contact) {
    return contact.lidAddressed ? `${contact.lid}@lid` : `${contact.registeredAs ?? contact.phone}@c.us`;
  }

  /** @param {string} phone */
  arrivalsOf(phone) {
    const list = this.arrivals.get(phone) ?? [];
    this.arrivals.set(phone, list);
    return list;
  }

  /** What the server tells a linked device about a person. @param {any} contact */
  person(contact) {
    return { pn: contact.registeredAs ?? contact.phone, lid: contact.lid, pushName: contact.pushName };
  }

  /** Writes soon: many changes of one turn make one write. */
  save() {
    if (!this.stateFile || this.saving) return;
    this.saving = true;
    setImmediate(() => this.flush()).unref();
  }

  flush() {
    if (!this.stateFile) return;
    this.saving = false;
    const { account, devices, messages, lastSeq } = this;
    const contacts = [...this.contacts.values()];
    const text = JSON.stringify({
      account,
      devices,
      contacts,
      messages,
      arrivals: Object.fromEntries(this.arrivals),
      queues: Object.fromEntries(this.queues),
      lastSeq,
    });
    fs.writeFileSync(`${this.stateFile}.tmp`, text, { mode: 0o600 });
    fs.renameSync(`${this.stateFile}.tmp`, this.stateFile);
  }
}

module.exports = { AccountState };
