// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { startBridge, link, record, until, isAlive, processesOf } = require('../support/bridge');

/** @type {Awaited<ReturnType<typeof startBridge>>} */
let bridge;
afterEach(() => bridge?.end());

const shells = () => bridge.sandbox.log.filter((entry) => entry.kind === 'shell').length;

test('a login survives close() and start(): no code is shown', async () => {
  bridge = await startBridge();
  const account = await link(bridge);
  await bridge.session.close();
  expect(bridge.session.status().state).toBe('stopped');
  expect(processesOf(bridge.dataDir)).toEqual([]);
  const told = record(bridge.session);
  await bridge.session.start();
  expect(bridge.session.status()).toMatchObject({ state: 'ready', account });
  expect(told.types()).not.toContain('qr');
  expect(shells()).toBe(2);
});

/** Runs a script with this package in a Node of its own. @param {string} script @param {Record<string, string>} env */
function runNode(script, env) {
  const child = spawn(process.execPath, ['-e', script], {
    cwd: path.resolve(__dirname, '../..'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal, out })));
  return { child, exited, output: () => out };
}

const env = () => ({
  WHATSAPP_CLIENT_ID: 'child',
  WA_BRIDGE_DATA_DIR: bridge.dataDir,
  WA_BRIDGE_WEB_URL: bridge.sandbox.url,
});

const LINKED = `
  const wa = require('./');
  wa.start().then(() => console.log(JSON.stringify({ state: wa.status().state, pid: wa.status().browser.pid })));
  setInterval(() => {}, 1000);
`;

async function linkChild() {
  const session = bridge.open({}, 'child');
  await link({ sandbox: bridge.sandbox, session });
  await session.close();
}

test('kill -9 of Node leaves no Chromium after 3 s, and the login is still there', async () => {
  bridge = await startBridge();
  await linkChild();
  for (let round = 0; round < 2; round++) {
    const { child, exited, output } = runNode(LINKED, env());
    const { state, pid } = JSON.parse(await until('a start in another process', () => output().trim(), 20_000));
    expect(state).toBe('ready');
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await exited;
    await until('the end of Chromium', () => processesOf(bridge.dataDir).length === 0, 3_000);
  }
});

test.each([
  'process.exit(0)',
  "process.kill(process.pid, 'SIGTERM')",
  "setImmediate(() => { throw new Error('boom'); })",
])('a Node that ends by %s takes its Chromium along', async (ending) => {
  bridge = await startBridge();
  const script = `
      const wa = require('./');
      process.on('uncaughtException', () => process.exit(3));
      wa.start().then(() => { console.log(wa.status().browser.pid); ${ending}; });
    `;
  const { exited } = runNode(script, env());
  const { out } = /** @type {any} */ (await exited);
  expect(Number(out)).toBeGreaterThan(1);
  await until('the end of Chromium', () => processesOf(bridge.dataDir).length === 0, 3_000);
});

test('a second process on one session is told who has it, within a second of asking', async () => {
  bridge = await startBridge();
  const { child, exited, output } = runNode(LINKED, env());
  await until('a start in another process', () => output().trim(), 20_000);
  const session = bridge.open({}, 'child');
  const began = Date.now();
  const error = await session.start().catch((e) => e);
  expect(Date.now() - began).toBeLessThan(1_500);
  expect(error).toMatchObject({ code: 'ERR_WA_SESSION_IN_USE', retryable: true, pid: expect.any(Number) });
  expect(error.hint).toBeTruthy();
  child.kill('SIGTERM');
  await exited;
  await until('the end of Chromium', () => processesOf(bridge.dataDir).length === 0, 3_000);
  await session.start();
  expect(session.status().state).toBe('qr');
});
