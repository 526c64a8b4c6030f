// @ts-check
'use strict';
// The three that are compared, started and seen alike.

const path = require('node:path');
const { Program } = require('../lib/program');

/** @typedef {import('../lib/stage').Stage} Stage */

/** The longest a measured program may live, ms. */
const DEADLINE_MS = 120_000;

/** A script of this folder in a Node process of its own. @param {Stage} stage @param {string} script @param {string} folder */
function node(stage, script, folder) {
  const { chromium, route, origin: webUrl } = stage;
  const settings = JSON.stringify({ folder, chromium, route, webUrl });
  const args = [path.join(__dirname, `${script}.js`), settings];
  return new Program({ name: script, command: process.execPath, args, folder, ipc: true, deadlineMs: DEADLINE_MS });
}

/** A client: tells by itself when it has a QR code and when it is ready. @param {Stage} stage @param {'ours' | 'peer'} script @param {string} folder */
function client(stage, script, folder) {
  const program = node(stage, script, folder);
  return {
    program,
    qr: () => program.hears('qr'),
    ready: () => program.hears('ready'),
    end: () => program.end(() => program.order({ type: 'end' })),
  };
}

/** Flags that only a driver needs, and what stands for the page. */
const DRIVERS = /^(--remote-debugging-|--user-data-dir=|about:blank$)/;

/**
 * The bare browser, with the flags of ours, loading the page with nobody who drives it. What it reaches is seen by the sandbox's server: that it handed
 * out refs, or that a linked device is back, which the page follows with its announced time of syncing.
 * @param {Stage} stage @param {string[]} flags of ours @param {string} folder
 */
function bareBrowser(stage, flags, folder) {
  const { log } = stage.sandbox;
  const from = log.length;
  const args = [
    ...new Set(flags.filter((flag) => !DRIVERS.test(flag))),
    `--user-data-dir=${path.join(folder, 'profile')}`,
    stage.origin,
  ];
  const program = new Program({ name: 'limit', command: stage.chromium, args, folder, deadlineMs: DEADLINE_MS });
  const logged = async (/** @type {string} */ kind) => {
    const entry = await program.until(kind, () => log.slice(from).find((each) => each.kind === kind));
    return { at: entry.at.getTime() };
  };
  return {
    program,
    qr: () => logged('refs'),
    ready: async () => {
      const { at } = await logged('resumed');
      return { at: at + stage.delays.syncMs };
    },
    // In order, so that the profile can be used again.
    end: () => program.end(() => program.child.kill('SIGINT')),
  };
}

/** @typedef {{ program: Program, qr: () => Promise<any>, ready: () => Promise<any>, end: () => Promise<void> }} Login */

module.exports = { node, client, bareBrowser };
