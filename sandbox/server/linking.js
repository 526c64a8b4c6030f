// @ts-check
'use strict';

const { createHmac, randomBytes } = require('node:crypto');
const { RefList } = require('./refs');

const DEEP_LINK = 'https://wa.me/settings/linked_devices#';
const KEY_LENGTH = 32;

/** Why the phone refused a scan. */
class ScanError extends Error {
  /** @param {'not-a-whatsapp-qr' | 'stale-ref' | 'already-used' | 'offline'} reason @param {string} message */
  constructor(reason, message) {
    super(message);
    this.name = 'ScanError';
    this.reason = reason;
  }
}

/** @param {string} payload ref, noise key, identity key, ADV secret and (since 2026) the platform id */
function parsePayload(payload) {
  const fields = String(payload).replace(DEEP_LINK, '').split(',');
  const [ref, noise, identity, advSecret, platform = '1'] = fields;
  const isKey = (/** @type {string} */ text) => Buffer.from(text, 'base64').length === KEY_LENGTH && text.length === 44;
  const wellFormed =
    (fields.length === 4 || fields.length === 5) && /^2@/.test(ref) && [noise, identity, advSecret].every(isKey);
  if (!wellFormed || !/^[1-9a-f]$/.test(platform)) {
    throw new ScanError('not-a-whatsapp-qr', 'This is not a WhatsApp linking code.');
  }
  return { ref, noise, identity, advSecret, platform };
}

/**
 * Links pages to the account: hands out refs, takes scans, waits for the phone's confirmation and registers the device.
 * @typedef {import('./page-connection').PageConnection} PageConnection
 */
class Linking {
  /** @param {{ state: any, options: any, faults: any, timers: any, log: any, connections: Set<PageConnection> }} parts */
  constructor({ state, options, faults, timers, log, connections }) {
    this.state = state;
    this.options = options;
    this.faults = faults;
    this.timers = timers;
    this.log = log;
    this.connections = connections;
    this.phoneOnline = true;
    /** @type {null | { page: PageConnection, scan: any }} a scan that waits for the phone's word */
    this.waiting = null;
    /** @type {Set<string>} */
    this.usedRefs = new Set();
  }

  /** A new list of refs for this page; the earlier one dies. */
  handOutRefs(/** @type {PageConnection} */ page) {
    page.refs = new RefList({ count: this.options.refs, speed: this.options.speed });
    this.log('refs', { page: page.id });
    return page.refs.toPage();
  }

  /** @param {string} payload */
  scan(payload) {
    if (!this.phoneOnline) throw new ScanError('offline', 'The phone has no connection.');
    const scan = parsePayload(payload);
    if (this.usedRefs.has(scan.ref)) throw new ScanError('already-used', 'This code was used already.');
    const page = [...this.connections].find((candidate) => candidate.refs?.isLive(scan.ref));
    if (!page || page.hello.noise !== scan.noise || page.hello.identity !== scan.identity) {
      throw new ScanError('stale-ref', 'This code is no longer valid. Scan the one on the screen now.');
    }
    this.usedRefs.add(scan.ref);
    page.refs = null;
    this.log('scan', { ref: scan.ref });
    this.waiting = { page, scan };
    page.push('scanned', {});
    this.proceed();
  }

  proceed() {
    if (this.faults.linkMode === 'stall') return;
    if (this.faults.linkMode === 'refuse') this.refuse();
    else if (this.options.autoConfirm) void this.confirm().catch((error) => this.log('link-failed', error.message));
  }

  /** The phone's owner agrees: signs the device's identity with the secret of the scanned code. */
  async confirm() {
    const link = this.takeWaiting();
    const { account } = this.state;
    const deviceId = Math.max(0, ...this.state.devices.map((/** @type {any} */ device) => Number(device.id))) + 1;
    const details = JSON.stringify({ phone: account.phone, lid: account.lid, deviceId, identity: link.scan.identity });
    const hmac = createHmac('sha256', Buffer.from(link.scan.advSecret, 'base64')).update(details).digest('base64');
    const signed = await link.page.ask('pairSuccess', { details, hmac });
    if (!signed.ok) {
      this.log('link-failed', { reason: signed.reason });
      throw new Error(`the page refused the link: ${signed.reason}`);
    }
    return this.register(link, String(deviceId), signed);
  }

  /** @param {any} link @param {string} id @param {any} signed */
  register(link, id, signed) {
    const device = {
      id,
      name: `${signed.info.name} (${signed.info.os})`,
      platform: link.scan.platform,
      linkedAt: new Date(),
      identity: link.scan.identity,
      token: randomBytes(24).toString('base64'),
    };
    this.state.devices.push(device);
    this.state.queues.set(id, []);
    this.state.save();
    this.log('linked', { id, name: device.name });
    link.page.deviceId = id;
    link.page.push('linked', { deviceId: id, token: device.token, ...link.page.history() });
    return device;
  }

  refuse() {
    const { page } = this.takeWaiting();
    this.log('link-refused');
    page.push('pairRefused', {});
  }

  takeWaiting() {
    const link = this.waiting;
    if (!link) throw new Error('no link is waiting for the phone');
    this.waiting = null;
    return link;
  }

  /** A page that left takes its pending link along. */
  forget(/** @type {PageConnection} */ page) {
    if (this.waiting?.page === page) this.waiting = null;
  }
}

module.exports = { Linking, ScanError };
