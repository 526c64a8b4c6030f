// @ts-check
'use strict';

const { createHash, randomBytes } = require('node:crypto');

/** A stable lid user part (15 digits) for a phone number, so that a restart without a state file gives the same. */
function lidOf(/** @type {string} */ phone) {
  const digest = createHash('sha256').update(`lid:${phone}`).digest();
  return String((digest.readBigUInt64BE() % 900_000_000_000_000n) + 100_000_000_000_000n);
}

/** A message id as the phone app of that platform makes it: iOS ids begin with 3A, Android ids have 32 digits. */
function phoneMessageId(/** @type {string} */ platform) {
  const hex = (/** @type {number} */ bytes) => randomBytes(bytes).toString('hex').toUpperCase();
  return platform === 'iphone' || platform === 'smbi' ? `3A${hex(9)}` : `AC${hex(15)}`;
}

/** @param {string} wid `user@server`, with or without a device part */
function parseWid(wid) {
  const [, user = '', server = ''] = /^([^@:]*)(?::\d+)?@(.+)$/.exec(wid) ?? [];
  return { user, server };
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

module.exports = { lidOf, phoneMessageId, parseWid, nowSeconds };
