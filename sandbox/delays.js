// @ts-check
'use strict';

/**
 * Every delay of the sandbox, in milliseconds. The public facts give lifetimes for refs and a few client-side
 * waits; they give no figure for the page's own work, so that stays 0 unless a caller asks for more.
 */

/** @type {import('./index').Delays} */
const DEFAULT_DELAYS = Object.freeze({
  loaderMs: 0,
  modulesMs: 0,
  openMs: 0,
  pairMs: 0,
  syncMs: 0,
  serverAckMs: 0,
  deviceAckMs: 0,
});

/** Protocol times: `speed` divides them. */
const PROTOCOL = Object.freeze({
  /** Lifetime of the first ref of a list. */
  firstRefMs: 60_000,
  /** Lifetime of each later ref. */
  nextRefMs: 20_000,
  /** How long the server still takes a ref after the page rotated it away, so that a scan in flight is not lost. */
  refGraceMs: 1_000,
  /** Pause of the page between two attempts to reach the server. */
  reconnectMs: 1_000,
});

module.exports = { DEFAULT_DELAYS, PROTOCOL };
