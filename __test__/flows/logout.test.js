// @ts-check
'use strict';

const { startBridge, link, record, until, processesOf } = require('../support/bridge');

/** @type {Awaited<ReturnType<typeof startBridge>>} */
let bridge;
beforeEach(async () => {
  bridge = await startBridge();
  await link(bridge);
});
afterEach(() => bridge?.end());

test('logout() unlinks the device, leaves no browser, and the next code just works', async () => {
  const told = record(bridge.session);
  await bridge.session.logout();
  await told.next('loggedOut');
  expect(bridge.sandbox.phone.devices).toHaveLength(0);
  expect(processesOf(bridge.dataDir)).toEqual([]);
  expect(bridge.session.health()).toEqual({ ok: true, authenticated: false });
  await link(bridge);
  await bridge.session.logout();
});

test('an unlink from the phone is told, and the next code just works', async () => {
  const told = record(bridge.session);
  await bridge.sandbox.phone.logout();
  await told.next('loggedOut');
  expect(told.types().filter((type) => type === 'loggedOut')).toHaveLength(1);
  await until('the end of the browser', () => processesOf(bridge.dataDir).length === 0);
  await expect(bridge.session.sendMessage('919876543210', 'x')).rejects.toMatchObject({ code: 'ERR_WA_NOT_LINKED' });
  await link(bridge);
});

test('an unlink while the process was away is found at the next start', async () => {
  await bridge.session.close();
  await bridge.sandbox.phone.logout();
  const step = await bridge.session.generateQr();
  expect(step.state).toBe('qr');
});

test('reset() wipes the login without WhatsApp', async () => {
  bridge.sandbox.faults.offline();
  await bridge.session.reset();
  bridge.sandbox.faults.online();
  expect(bridge.session.status().state).toBe('stopped');
  expect((await bridge.session.generateQr()).state).toBe('qr');
});

test('another window takes the account: told, not fought over, and taken back when asked', async () => {
  const told = record(bridge.session);
  await bridge.sandbox.faults.conflict();
  const { reason, recoverable, error } = await told.next('disconnected');
  expect({ reason, recoverable, code: error.code }).toEqual({
    reason: 'conflict',
    recoverable: false,
    code: 'ERR_WA_CONFLICT',
  });
  await expect(bridge.session.start()).rejects.toMatchObject({ code: 'ERR_WA_CONFLICT' });
  await bridge.session.start({ takeover: true });
  expect(bridge.session.status().state).toBe('ready');
});
