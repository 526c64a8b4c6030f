// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { startBridge, link, record, until, processesOf } = require('../support/bridge');

/** @type {Awaited<ReturnType<typeof startBridge>>} */
let bridge;
afterEach(() => bridge?.end());

/** The error of a call, and how long it took. @param {Promise<unknown>} call */
async function failure(call) {
  const began = Date.now();
  const error = await call.then(
    () => null,
    (reason) => reason,
  );
  if (!error) throw new Error('it did not fail');
  expect(error.hint).toEqual(expect.stringMatching(/\S/));
  return { error, took: Date.now() - began };
}

test('no Chromium: the error says where it looked and how to install one', async () => {
  bridge = await startBridge({ session: { browser: { executablePath: '/nowhere/chromium' } } });
  const { error } = await failure(bridge.session.generateQr());
  expect(error.code).toBe('ERR_WA_BROWSER_NOT_FOUND');
  expect(error.hint).toMatch(/install|executablePath/i);
});

test('a Chromium that dies at start: its own words are in the error', async () => {
  bridge = await startBridge();
  const broken = path.join(bridge.dataDir, 'broken-chromium');
  fs.writeFileSync(broken, '#!/bin/sh\necho "error while loading shared libraries: libnss3.so" >&2\nexit 127\n');
  fs.chmodSync(broken, 0o755);
  const session = bridge.open({ browser: { executablePath: broken } });
  const { error, took } = await failure(session.generateQr());
  expect(error.code).toBe('ERR_WA_BROWSER_START');
  expect(error.message).toMatch(/libnss3/);
  expect(took).toBeLessThan(5_000);
});

test('a page that cannot be reached, and one that answers an error', async () => {
  bridge = await startBridge();
  const unreachable = bridge.open({ webUrl: 'http://127.0.0.1:9/' });
  const first = await failure(unreachable.generateQr());
  expect(first.error).toMatchObject({ code: 'ERR_WA_PAGE_UNREACHABLE', retryable: true });
  bridge.sandbox.faults.pageLoad({ status: 503 });
  const second = await failure(bridge.session.generateQr());
  expect(second.error.code).toBe('ERR_WA_PAGE_UNREACHABLE');
  expect(second.error.message).toMatch(/503|HTTP_RESPONSE_CODE/);
  bridge.sandbox.faults.pageLoad('ok');
  expect((await bridge.session.generateQr()).state).toBe('qr');
});

test('a page that never loads: a timeout that names the phase', async () => {
  bridge = await startBridge();
  bridge.sandbox.faults.pageLoad('hang');
  const { error, took } = await failure(bridge.session.generateQr({ timeoutMs: 4_000 }));
  expect(error).toMatchObject({ code: 'ERR_WA_START_TIMEOUT', phase: 'navigate' });
  expect(took).toBeLessThan(6_000);
});

test('a link that stalls leaves the session usable', async () => {
  bridge = await startBridge();
  bridge.sandbox.faults.link('stall');
  const told = record(bridge.session);
  const step = await bridge.session.generateQr();
  if (step.state === 'qr') await bridge.sandbox.phone.scan(step.qr.payload);
  await told.next('scanned');
  const { error } = await failure(bridge.session.generateQr({ timeoutMs: 1_000 }));
  expect(error.code).toBe('ERR_WA_LINK_STALLED');
  bridge.sandbox.faults.link('ok');
  await bridge.session.reset();
  await link(bridge);
});

test('kill -9 of Chromium: told within 2 s, everything pending settles, the next call starts anew', async () => {
  bridge = await startBridge();
  await link(bridge);
  bridge.sandbox.contact('919876543210');
  bridge.sandbox.faults.swallowAcks();
  const told = record(bridge.session);
  const pending = failure(bridge.session.sendMessage('919876543210', 'x'));
  const { pid } = bridge.session.status().browser;
  await until('the hand-over', () => bridge.sandbox.phone.messages.some((message) => message.text === 'x'));
  const began = Date.now();
  process.kill(Number(pid), 'SIGKILL');
  const { reason, recoverable } = await told.next('disconnected', 0, 2_000);
  expect(Date.now() - began).toBeLessThan(2_000);
  expect({ reason, recoverable }).toEqual({ reason: 'browserExited', recoverable: true });
  expect((await pending).error.code).toBe('ERR_WA_SEND_UNCERTAIN');
  bridge.sandbox.faults.clear();
  await bridge.session.sendMessage('919876543210', 'again');
});

test('a crashed page is told as such, and the next call starts anew', async () => {
  bridge = await startBridge();
  await link(bridge);
  const told = record(bridge.session);
  const renderers = processesOf(bridge.dataDir).filter((pid) =>
    fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'),
  );
  for (const pid of renderers) process.kill(pid, 'SIGKILL');
  const { reason } = await told.next('disconnected', 0, 3_000);
  expect(reason).toBe('pageCrashed');
  await bridge.session.start();
  expect(bridge.session.status().state).toBe('ready');
});

test('a page that runs out of memory is told as crashed, and the next call starts anew', async () => {
  bridge = await startBridge();
  await link(bridge);
  const told = record(bridge.session);
  await bridge.sandbox.faults.crashPage();
  expect((await told.next('disconnected')).reason).toBe('pageCrashed');
  await bridge.session.start();
  expect(bridge.session.status().state).toBe('ready');
});

test('a module that WhatsApp removed: the error names the capability and what was tried', async () => {
  bridge = await startBridge();
  bridge.sandbox.faults.module('WAWebSendMsgChatAction', 'missing');
  const told = record(bridge.session);
  const step = await bridge.session.generateQr();
  if (step.state === 'qr') await bridge.sandbox.phone.scan(step.qr.payload);
  await told.next('authenticated');
  const { error, took } = await failure(bridge.session.sendMessage('919876543210', 'x', { timeoutMs: 20_000 }));
  expect(error.code).toBe('ERR_WA_CAPABILITY_MISSING');
  expect(error.message).toMatch(/WAWebSendMsgChatAction#addAndSendMsgToChat/);
  expect(took).toBeLessThan(15_000);
});

test('a frozen page is told in time and usable when it comes back', async () => {
  bridge = await startBridge();
  await link(bridge);
  bridge.sandbox.contact('919876543210');
  const thawed = bridge.sandbox.faults.freezePage(4_000);
  const { error, took } = await failure(bridge.session.sendMessage('919876543210', 'x', { timeoutMs: 1_000 }));
  expect(['ERR_WA_SEND_TIMEOUT', 'ERR_WA_SEND_UNCERTAIN']).toContain(error.code);
  expect(took).toBeLessThan(2_000);
  await thawed;
  await bridge.session.sendMessage('919876543210', 'thawed');
});

test('a data folder that cannot be written is named', async () => {
  bridge = await startBridge();
  const file = path.join(bridge.dataDir, 'a-file');
  fs.writeFileSync(file, '');
  const { error } = await failure(bridge.open({ dataDir: path.join(file, 'inside') }).generateQr());
  expect(error.code).toBe('ERR_WA_STORAGE');
  expect(error.message).toContain(file);
});
