// @ts-check
'use strict';

const { startSandbox } = require('../../sandbox');
const { launchChromium } = require('../support/chromium');
const { look, openPage, readScreen, scanScreen, socketState, synced } = require('../support/whatsapp-page');

/** @type {any} */ let browser;
/** @type {any} */ let sandbox;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => sandbox.close());

const state = (/** @type {any} */ page, /** @type {string} */ wanted) =>
  sandbox.waitFor(async () => (await socketState(page)) === wanted, `the state ${wanted}`);
const ref = (/** @type {any} */ page) => look(page, `m('WAWebConnModel').Conn.ref`);

test('the code on the screen carries the ref and real keys, as the modules give them', async () => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  const text = await readScreen(page);
  const [shownRef, noise, identity, secret, platform] = text.split(',');
  expect(await page.getAttribute('div[data-ref]', 'data-ref')).toBe(shownRef);
  expect(await ref(page)).toBe(shownRef);
  const encode = `m('WABase64').encodeB64`;
  expect(
    await look(page, `${encode}((await m('WAWebUserPrefsInfoStore').waNoiseInfo.get()).staticKeyPair.pubKey)`),
  ).toBe(noise);
  const registration = `(await m('WAWebSignalStoreApi').waSignalStore.getRegistrationInfo())`;
  expect(await look(page, `${encode}(${registration}.identityKeyPair.pubKey)`)).toBe(identity);
  expect(await look(page, `m('WAWebUserPrefsMultiDevice').getADVSecretKey()`)).toBe(secret);
  for (const key of [noise, identity, secret]) expect(Buffer.from(key, 'base64')).toHaveLength(32);
  expect(platform).toBe('1');
});

test('refs rotate, the first lives three times as long, and the page idles when they run out', async () => {
  sandbox = await startSandbox({ speed: 40, refs: 3 });
  const page = await openPage(browser, sandbox, () => {
    const seen = /** @type {any[]} */ ([]);
    Object.assign(window, { seen });
    (function wait() {
      const m = /** @type {any} */ (window).require;
      const Conn = m?.('WAWebConnModel')?.Conn;
      if (!Conn) return setTimeout(wait, 0);
      Conn.on('change:ref', (/** @type {any} */ _, /** @type {string} */ ref) =>
        seen.push({ ref, ttl: Conn.refTTL, secret: m('WAWebUserPrefsMultiDevice').getADVSecretKey() }),
      );
    })();
  });
  await state(page, 'UNPAIRED_IDLE');
  const seen = await page.evaluate('window.seen');
  expect(seen.map((/** @type {any} */ code) => Math.round(code.ttl))).toEqual([1500, 500, 500]);
  expect(new Set(seen.map((/** @type {any} */ code) => code.ref)).size).toBe(3);
  expect(new Set(seen.map((/** @type {any} */ code) => code.secret)).size).toBe(1);
  await page.click('div[data-ref] > span > button');
  await state(page, 'UNPAIRED');
  expect(await ref(page)).not.toBe(seen[2].ref);
});

test.each([
  ['Cmd.refreshQR', `m('WAWebCmd').Cmd.refreshQR()`],
  ['WAWebLaunchSocketUtils.refreshQR', `m('WAWebLaunchSocketUtils').refreshQR()`],
  ['the bus', `void m('WAWebBackendEventBus').BackendEventBus.trigger('refresh_qr')`],
])('%s asks for new refs and a new ADV secret', async (_name, call) => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  const before = (await readScreen(page)).split(',');
  await look(page, call);
  const after = await sandbox.waitFor(async () => {
    const now = (await readScreen(page)).split(',');
    return now[0] && now[0] !== before[0] && now;
  }, 'a new code');
  expect(after.slice(1, 3)).toEqual(before.slice(1, 3));
  expect(after[3]).not.toBe(before[3]);
});

test('a scan links: PAIRING, CONNECTED, hasSynced, and the ref is gone', async () => {
  sandbox = await startSandbox({ autoConfirm: false });
  const page = await openPage(browser, sandbox);
  await page.evaluate(() => {
    const m = /** @type {any} */ (window).require;
    const seen = /** @type {any[]} */ ([]);
    Object.assign(window, { seen });
    m('WAWebSocketModel').Socket.on('change:state change:hasSynced', (/** @type {any} */ _, /** @type {any} */ now) =>
      seen.push(now),
    );
    m('WAWebConnModel').Conn.on('change:ref', (/** @type {any} */ _, /** @type {any} */ now) =>
      seen.push(now ?? 'no ref'),
    );
    m('WAWebCmd').Cmd.on('main_loaded', () => seen.push('main_loaded'));
  });
  await scanScreen(page, sandbox);
  await state(page, 'PAIRING');
  expect(sandbox.phone.devices).toEqual([]);
  const device = await sandbox.phone.confirm();
  expect(device).toMatchObject({ name: 'Chrome (Linux)', platform: '1' });
  await synced(page, sandbox);
  const seen = await page.evaluate('window.seen.slice(window.seen.indexOf("PAIRING"))');
  expect(seen).toEqual(['PAIRING', 'no ref', 'CONNECTED', 'main_loaded', true]);
  expect(await look(page, `m('WAWebStreamModel').Stream.mode`)).toBe('MAIN');
  const me = `m('WAWebUserPrefsMeUser')`;
  const { phone, lid } = sandbox.phone.account;
  expect(await look(page, `[${me}.getMaybeMePnUser().toString(), ${me}.getMaybeMeLidUser().toString()]`)).toEqual([
    `${phone}@c.us`,
    `${lid}@lid`,
  ]);
  expect(sandbox.phone.devices).toMatchObject([{ id: device.id, online: true }]);
});

test('the phone refuses what it should, and the page hears nothing', async () => {
  sandbox = await startSandbox({ speed: 20, refs: 1 });
  const page = await openPage(browser, sandbox);
  const payload = await readScreen(page);
  const refused = (/** @type {string} */ text, /** @type {string} */ reason) =>
    expect(sandbox.phone.scan(text)).rejects.toMatchObject({ name: 'ScanError', reason });
  await refused('https://example.com', 'not-a-whatsapp-qr');
  await refused(payload.replace(/,1$/, ',0'), 'not-a-whatsapp-qr');
  await refused(payload.replace('2@', '2@x'), 'stale-ref');
  sandbox.phone.setOnline(false);
  await refused(payload, 'offline');
  sandbox.phone.setOnline(true);
  await state(page, 'UNPAIRED_IDLE');
  // The server takes a ref for a moment longer than the page shows it (refGraceMs / speed).
  const idleAt = Date.now();
  await sandbox.waitFor(() => Date.now() > idleAt + 100, 'the end of the grace');
  await refused(payload, 'stale-ref');
  expect(await socketState(page)).toBe('UNPAIRED_IDLE');
  await look(page, `m('WAWebCmd').Cmd.refreshQR()`);
  const used = await scanScreen(page, sandbox);
  await synced(page, sandbox);
  await refused(used, 'already-used');
});

test('the deep link form of the code and the form without a platform are taken', async () => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  const payload = await readScreen(page);
  await sandbox.phone.scan(`https://wa.me/settings/linked_devices#${payload.replace(/,1$/, '')}`);
  await synced(page, sandbox);
});

test('an ADV secret rotated under an unchanged ref makes the old code fail at the page', async () => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  const before = await readScreen(page);
  await sandbox.faults.rotateAdvSecret();
  const after = await sandbox.waitFor(async () => {
    const text = await readScreen(page);
    return text && text !== before && text;
  }, 'the code to be drawn anew');
  expect(after.split(',')[0]).toBe(before.split(',')[0]);
  await sandbox.phone.scan(before);
  await sandbox.waitFor(
    () => sandbox.log.some((/** @type {any} */ { kind }) => kind === 'link-failed'),
    'the link to fail',
  );
  await state(page, 'UNPAIRED');
  expect(sandbox.phone.devices).toEqual([]);
  await scanScreen(page, sandbox);
  await synced(page, sandbox);
});

test('a link that is refused falls back to UNPAIRED; one that stalls stays in PAIRING', async () => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  const states = `window.states ??= (m('WAWebSocketModel').Socket.on('change:state', (_, s) => window.states.push(s)), [])`;
  await sandbox.waitFor(() => look(page, states), 'the page');
  sandbox.faults.link('refuse');
  const first = await scanScreen(page, sandbox);
  await sandbox.waitFor(() => look(page, `window.states.slice(-2).join() === 'PAIRING,UNPAIRED'`), 'the fall back');
  sandbox.faults.link('stall');
  const second = await scanScreen(page, sandbox);
  expect(second.split(',')[0]).not.toBe(first.split(',')[0]);
  await state(page, 'PAIRING');
  await sandbox.phone.refuse();
  await state(page, 'UNPAIRED');
});

test('the device label is what the page says of itself when it links', async () => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  await look(
    page,
    `void (m('WAWebMiscBrowserUtils').info = () => ({ os: 'My Server', name: 'Edge', version: '', ua: '' }))`,
  );
  await scanScreen(page, sandbox);
  await synced(page, sandbox);
  expect(sandbox.phone.devices[0].name).toBe('Edge (My Server)');
});
