// @ts-check
'use strict';
// Error codes that no other flow brings about, each by what really causes it.

const fs = require('node:fs');
const { startBridge, link, record, until, processesOf } = require('../support/bridge');

/** @type {Awaited<ReturnType<typeof startBridge>>} */
let bridge;
afterEach(() => bridge?.end());

const code = (/** @type {string} */ name) => expect.objectContaining({ code: name, hint: expect.stringMatching(/\S/) });

test('ERR_WA_ALREADY_STARTED: a running session keeps its options', async () => {
  bridge = await startBridge();
  await bridge.session.generateQr();
  const { clientId } = bridge.session;
  expect(() => bridge.open({ deviceName: 'Another' }, clientId)).toThrow(code('ERR_WA_ALREADY_STARTED'));
  await bridge.session.close();
  expect(() => bridge.open({ deviceName: 'Another' }, clientId)).not.toThrow();
});

test('ERR_WA_BLOCKED: told with the state, linked or not', async () => {
  bridge = await startBridge();
  await link(bridge);
  const told = record(bridge.session);
  await bridge.sandbox.faults.socketState('TOS_BLOCK');
  const { reason, recoverable, error } = await told.next('disconnected');
  expect({ reason, recoverable, error }).toEqual({
    reason: 'blocked',
    recoverable: false,
    error: code('ERR_WA_BLOCKED'),
  });
  expect(error.message).toContain('TOS_BLOCK');
});

test('ERR_WA_BROWSER_REFUSED: a page that does not work in this browser says so', async () => {
  bridge = await startBridge();
  const args = [
    '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Electron/30.0 Safari/537.36',
  ];
  await expect(bridge.open({ browser: { args } }).generateQr()).rejects.toEqual(code('ERR_WA_BROWSER_REFUSED'));
});

test('ERR_WA_BROWSER_EXITED and ERR_WA_PAGE_CRASHED stand in the event', async () => {
  bridge = await startBridge();
  const told = record(bridge.session);
  await bridge.session.generateQr();
  process.kill(Number(bridge.session.status().browser.pid), 'SIGKILL');
  expect((await told.next('disconnected')).error).toEqual(code('ERR_WA_BROWSER_EXITED'));

  await bridge.session.generateQr();
  const from = told.events.length;
  const isRenderer = (/** @type {number} */ pid) =>
    fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
  for (const pid of processesOf(bridge.dataDir).filter(isRenderer)) process.kill(pid, 'SIGKILL');
  expect((await told.next('disconnected', from)).error).toEqual(code('ERR_WA_PAGE_CRASHED'));
});

test('ERR_WA_CLOSED: close() settles what waits', async () => {
  bridge = await startBridge();
  bridge.sandbox.faults.pageLoad('hang');
  const waiting = bridge.session.generateQr();
  const settled = expect(waiting).rejects.toEqual(code('ERR_WA_CLOSED'));
  await until('a start', () => bridge.session.status().phase === 'navigate');
  await bridge.session.close();
  await settled;
});

test('ERR_WA_DISCONNECTED: linked, but out of reach for as long as the call waits', async () => {
  bridge = await startBridge();
  await link(bridge);
  await bridge.sandbox.faults.socketState('TIMEOUT');
  await until('the disconnection', () => bridge.session.status().state === 'disconnected');
  await expect(bridge.session.generateQr({ timeoutMs: 300 })).rejects.toEqual(code('ERR_WA_DISCONNECTED'));
});

test('ERR_WA_LOGGED_OUT: a send that waited when the phone unlinked the device', async () => {
  bridge = await startBridge();
  await link(bridge);
  bridge.sandbox.contact('919876543210');
  await bridge.sandbox.faults.socketState('TIMEOUT');
  await until('the disconnection', () => bridge.session.status().state === 'disconnected');
  const settled = expect(bridge.session.sendMessage('919876543210', 'x')).rejects.toEqual(code('ERR_WA_LOGGED_OUT'));
  await bridge.sandbox.phone.logout();
  await settled;
});

test('ERR_WA_QR_TIMEOUT: WhatsApp gives no new code', async () => {
  bridge = await startBridge({ sandbox: { speed: 60, refs: 1 } });
  const step = await bridge.session.generateQr();
  if (step.state !== 'qr') throw new Error('linked already');
  bridge.sandbox.faults.hang('refreshQR');
  await until('the end of the last code', () => Date.now() > step.qr.expiresAt.getTime() + 200);
  await expect(bridge.session.generateQr({ timeoutMs: 1_000 })).rejects.toEqual(code('ERR_WA_QR_TIMEOUT'));
});
