// @ts-check
'use strict';

const { randomBytes } = require('node:crypto');
const { PROTOCOL } = require('../delays');

/**
 * The refs that the server handed to one unpaired page: each lives its time, one after the other.
 * Times are divided by `speed`.
 */
class RefList {
  /** @param {{ count: number, speed: number }} options */
  constructor({ count, speed }) {
    this.grace = PROTOCOL.refGraceMs / speed;
    let startsAt = Date.now();
    this.refs = Array.from({ length: count }, (_, index) => {
      const ttlMs = (index === 0 ? PROTOCOL.firstRefMs : PROTOCOL.nextRefMs) / speed;
      const entry = { ref: `2@${randomBytes(48).toString('base64')}`, startsAt, ttlMs };
      startsAt += ttlMs;
      return entry;
    });
    this.used = false;
  }

  /** What the page gets. */
  toPage() {
    return this.refs.map(({ ref, ttlMs }) => ({ ref, ttlMs }));
  }

  has(/** @type {string} */ ref) {
    return this.refs.some((entry) => entry.ref === ref);
  }

  /** Whether the page shows this ref now, give or take the grace. */
  isLive(/** @type {string} */ ref, now = Date.now()) {
    const entry = this.refs.find((candidate) => candidate.ref === ref);
    return !!entry && now <= entry.startsAt + entry.ttlMs + this.grace;
  }
}

module.exports = { RefList };
