// @ts-check
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { startSandbox } = require('../../sandbox');
const wa = require('../..');
const { chromiumPath } = require('./chromium');

let names = 0;

/**
 * A sandbox and a session against it, in a data folder of its own. Everything ends with `end()`.
 * @param {{ sandbox?: import('../../sandbox').SandboxOptions, session?: Omit<import('../..').SessionOptions, 'clientId'> }} [options]
 */
async function startBridge(options = {}) {
  const sandbox = await startSandbox({ controlPort: false, ...options.sandbox });
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'wa-bridge-test-'));
  /** @type {import('../..').Session[]} */
  const sessions = [];
  /** @param {Omit<import('../..').SessionOptions, 'clientId'>} [more] @param {string} [clientId] */
  const open = (more = {}, clientId = `test-${process.pid}-${++names}`) => {
    const browser = { executablePath: chromiumPath(), ...options.session?.browser, ...more.browser };
    const session = wa.session(clientId, { dataDir, webUrl: sandbox.url, ...options.session, ...more, browser });
    sessions.push(session);
    return session;
  };
  const session = open();
  const end = async () => {
    await Promise.all(sessions.map((each) => each.close()));
    await sandbox.close();
    fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  return { sandbox, session, dataDir, open, end };
}

/** Every auth event of a session, and a wait for one of them. @param {import('../..').Session} session */
function record(session) {
  /** @type {import('../..').AuthEvent[]} */
  const events = [];
  /** @type {Set<() => void>} */
  const watchers = new Set();
  const off = session.onAuth((event) => {
    events.push(event);
    for (const check of [...watchers]) check();
  });
  /**
   * @template {import('../..').AuthEvent['type']} T
   * @param {T} type
   * @param {number} [from] only events from this index on
   * @returns {Promise<Extract<import('../..').AuthEvent, { type: T }>>}
   */
  const next = (type, from = 0, timeoutMs = 20_000) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        watchers.delete(check);
        reject(new Error(`no ${type} within ${timeoutMs} ms; told: ${events.map((e) => e.type).join(', ')}`));
      }, timeoutMs);
      const check = () => {
        const found = events.slice(from).find((event) => event.type === type);
        if (!found) return;
        clearTimeout(timer);
        watchers.delete(check);
        resolve(/** @type {any} */ (found));
      };
      watchers.add(check);
      check();
    });
  return { events, next, off, types: () => events.map((event) => event.type) };
}

/** Links the session's account: shows a code, scans it, waits until messages can be sent. */
async function link({ sandbox, session }) {
  const told = record(session);
  const step = await session.generateQr();
  if (step.state !== 'qr') throw new Error('linked already');
  await sandbox.phone.scan(step.qr.payload);
  const ready = await told.next('ready');
  told.off();
  return ready.account;
}

/** Waits for a condition. @template T @param {string} what @param {() => T | Promise<T>} condition @returns {Promise<NonNullable<T>>} */
async function until(what, condition, timeoutMs = 10_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return /** @type {NonNullable<T>} */ (value);
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Whether a process is there and not a zombie. @param {number} pid */
function isAlive(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}

/** Process ids whose command line names a folder: a browser's whole tree by its profile. @param {string} folder */
function processesOf(folder) {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return pid !== process.pid && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder) && isAlive(pid);
    } catch {
      return false;
    }
  });
}

module.exports = { startBridge, record, link, until, isAlive, processesOf };
