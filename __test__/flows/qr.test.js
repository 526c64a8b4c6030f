// @ts-check
'use strict';

const { startBridge, record, until, processesOf, link } = require('../support/bridge');
const { readQr } = require('../support/qr');

/** @type {Awaited<ReturnType<typeof startBridge>>} */
let bridge;
afterEach(() => bridge?.end());

const qrOf = (step) => {
  if (step.state !== 'qr') throw new Error(`not a code: ${step.state}`);
  return step.qr;
};

test('a code is live when shown: the phone takes what the picture says', async () => {
  bridge = await startBridge();
  const told = record(bridge.session);
  const qr = qrOf(await bridge.session.generateQr());
  expect(qr.payload.split(',')).toHaveLength(5);
  expect(qr.ttlMs).toBeGreaterThan(0);
  expect(qr.expiresAt.getTime()).toBeGreaterThan(Date.now());
  const scanned = readQr(qr.toPng());
  expect(scanned).toBe(qr.payload);
  await bridge.sandbox.phone.scan(scanned);
  const { account } = await told.next('ready');
  expect(account.phone).toBe(bridge.sandbox.phone.account.phone);
  expect(account.pushName).toBe(bridge.sandbox.phone.account.pushName);
  const types = told.types();
  const order = ['stopped', 'starting', 'qr', 'scanned', 'authenticated', 'ready'];
  expect(types.filter((type, index) => type !== types[index - 1] && order.includes(type))).toEqual(order);
});

test('100 calls start one browser and give one code', async () => {
  bridge = await startBridge();
  const steps = await Promise.all(Array.from({ length: 100 }, () => bridge.session.generateQr()));
  expect(new Set(steps.map((step) => qrOf(step).payload)).size).toBe(1);
  const shells = bridge.sandbox.log.filter((entry) => entry.kind === 'shell');
  expect(shells).toHaveLength(1);
  const mains = processesOf(bridge.dataDir).filter((pid) => pid === bridge.session.status().browser.pid);
  expect(mains).toHaveLength(1);
});

test('codes rotate; each is new, and an old one is refused by the phone', async () => {
  bridge = await startBridge({ sandbox: { speed: 10, refs: 30 } });
  const told = record(bridge.session);
  const first = qrOf(await bridge.session.generateQr());
  await until('three codes', () => told.types().filter((type) => type === 'qr').length >= 3, 20_000);
  const payloads = told.events.flatMap((event) => (event.type === 'qr' ? [event.qr.payload] : []));
  expect(new Set(payloads).size).toBe(payloads.length);
  await expect(bridge.sandbox.phone.scan(first.payload)).rejects.toMatchObject({ reason: 'stale-ref' });
  expect(bridge.session.status().state).toBe('qr');
});

test('a rotated secret gives a new code though the ref stays', async () => {
  bridge = await startBridge();
  const first = qrOf(await bridge.session.generateQr());
  const told = record(bridge.session);
  await bridge.sandbox.faults.rotateAdvSecret();
  await until('a second code', () => told.types().filter((type) => type === 'qr').length >= 2, 5_000);
  const second = qrOf(await bridge.session.generateQr());
  expect(second.payload.split(',')[0]).toBe(first.payload.split(',')[0]);
  expect(second.payload).not.toBe(first.payload);
  await bridge.sandbox.phone.scan(second.payload);
  await told.next('ready');
});

test('when WhatsApp went idle the next call gets a fresh code', async () => {
  bridge = await startBridge({ sandbox: { speed: 60, refs: 2 } });
  const seen = new Set();
  for (let round = 0; round < 3; round++) {
    const qr = qrOf(await bridge.session.generateQr());
    expect(qr.expiresAt.getTime()).toBeGreaterThan(Date.now() - 50);
    seen.add(qr.payload);
    const { expiresAt } = qr;
    await until('its end', () => Date.now() > expiresAt.getTime() + 700, 20_000);
  }
  expect(seen.size).toBe(3);
});

test('a code with too little time left is not given: the next one is', async () => {
  bridge = await startBridge({ sandbox: { speed: 6, refs: 30 } });
  const first = qrOf(await bridge.session.generateQr());
  await until('its last second', () => Date.now() > first.expiresAt.getTime() - 900, 15_000);
  const next = qrOf(await bridge.session.generateQr({ minTtlMs: 2_000 }));
  expect(next.payload).not.toBe(first.payload);
  expect(next.expiresAt.getTime() - Date.now()).toBeGreaterThan(1_500);
});

test('login() yields codes and ends with ready', async () => {
  bridge = await startBridge();
  const types = [];
  for await (const event of bridge.session.login()) {
    types.push(event.type);
    if (event.type === 'qr') await bridge.sandbox.phone.scan(event.qr.payload).catch(() => {});
  }
  expect(types.at(-1)).toBe('ready');
  expect(types.filter((type) => ['ready', 'timeout', 'cancelled', 'failed'].includes(type))).toHaveLength(1);
});

test('login() ends with timeout or cancelled, and the session goes on', async () => {
  bridge = await startBridge();
  const last = async (options) => {
    let type = '';
    for await (const event of bridge.session.login(options)) type = event.type;
    return type;
  };
  expect(await last({ timeoutMs: 3_000 })).toBe('timeout');
  const stop = new AbortController();
  const cancelled = last({ signal: stop.signal });
  stop.abort();
  expect(await cancelled).toBe('cancelled');
  expect(qrOf(await bridge.session.generateQr()).payload).toBeTruthy();
});

test('an aborted call rejects with its reason and stops nothing', async () => {
  bridge = await startBridge();
  const stop = new AbortController();
  const call = bridge.session.generateQr({ signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
  await expect(bridge.session.generateQr({ signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect((await bridge.session.generateQr()).state).toBe('qr');
});

test('a link that the phone refuses is told, and a new code works', async () => {
  bridge = await startBridge({ sandbox: { autoConfirm: false } });
  const told = record(bridge.session);
  await bridge.sandbox.phone.scan(qrOf(await bridge.session.generateQr()).payload);
  await told.next('scanned');
  await bridge.sandbox.phone.refuse();
  const { error } = await told.next('linkRefused');
  expect(error).toMatchObject({ code: 'ERR_WA_LINK_REFUSED' });
  expect(error.hint).toMatch(/scan/i);
  const from = told.events.length;
  await bridge.sandbox.phone.scan(qrOf(await bridge.session.generateQr()).payload);
  await told.next('scanned', from - 1);
  await bridge.sandbox.phone.confirm();
  await told.next('ready');
});

test('once linked there is nothing to scan', async () => {
  bridge = await startBridge();
  const account = await link(bridge);
  expect(await bridge.session.generateQr()).toEqual({ state: 'ready', account });
});
