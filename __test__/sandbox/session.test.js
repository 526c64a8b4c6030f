// @ts-check
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { startSandbox } = require('../../sandbox');
const { launchChromium, launchProfile } = require('../support/chromium');
const { look, openLinked, openPage, readScreen, scanScreen, socketState, synced } = require('../support/whatsapp-page');

/** @type {any} */ let browser;
/** @type {any} */ let sandbox;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => sandbox.close());

const state = (/** @type {any} */ page, /** @type {string} */ wanted) =>
  sandbox.waitFor(async () => (await socketState(page)) === wanted, `the state ${wanted}`);

/** Collects, from the next load on, every state, ref and synced of the page. */
const RECORDER = () => {
  const seen = /** @type {any[]} */ ([]);
  Object.assign(window, { seen });
  const wait = () => {
    const m = /** @type {any} */ (window).require;
    const socket = m?.('WAWebSocketModel')?.Socket;
    if (!socket) return setTimeout(wait, 0);
    socket.on('change:state', (/** @type {any} */ _, /** @type {any} */ now) => seen.push(now));
    m('WAWebConnModel').Conn.on('change:ref', (/** @type {any} */ _, /** @type {any} */ now) =>
      seen.push(`ref ${now}`),
    );
  };
  wait();
};

test('a login survives the browser, and a restart of the sandbox with a state file', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
  const options = { stateFile: path.join(dir, 'state.json'), speed: 5, delays: { openMs: 100 } };
  try {
    sandbox = await startSandbox(options);
    const port = Number(new URL(sandbox.url).port);
    const first = await launchProfile(path.join(dir, 'profile'));
    const page = first.pages()[0] ?? (await first.newPage());
    await page.goto(sandbox.url);
    await scanScreen(page, sandbox);
    await synced(page, sandbox);
    expect(await look(page, `localStorage.getItem('last-wid-md')`)).toContain(sandbox.phone.account.phone);
    const friend = sandbox.contact('919876543210');
    await first.close();
    await friend.send('while you were away');
    await sandbox.close();

    sandbox = await startSandbox({ ...options, port });
    expect(sandbox.phone.devices).toMatchObject([{ id: '1', online: false }]);
    const second = await launchProfile(path.join(dir, 'profile'));
    const restored = second.pages()[0] ?? (await second.newPage());
    await restored.addInitScript(RECORDER);
    await restored.goto(sandbox.url);
    await synced(restored, sandbox);
    const seen = await restored.evaluate('window.seen');
    expect(seen.slice(-2)).toEqual(['PAIRING', 'CONNECTED']);
    expect(seen.join()).not.toMatch(/UNPAIRED|ref/);
    expect(await look(restored, `m('WAWebCollections').Msg.map((msg) => msg.body)`)).toEqual(['while you were away']);
    await second.close();
  } finally {
    await sandbox.close();
    fs.rmSync(dir, { recursive: true, force: true });
  }
});

test('what came while the device was away is replayed as new, with progress', async () => {
  sandbox = await startSandbox({ speed: 5 });
  const friend = sandbox.contact('919876543210');
  const page = await openLinked(browser, sandbox);
  await page.evaluate(() => {
    const m = /** @type {any} */ (window).require;
    const heard = { added: /** @type {any[]} */ ([]), percent: /** @type {number[]} */ ([]) };
    Object.assign(window, { heard });
    m('WAWebCollections').Msg.on('add', (/** @type {any} */ msg) => heard.added.push([msg.body, msg.isNewMsg]));
    m('WAWebCmd').Cmd.on('offline_progress_update_from_bridge', () =>
      heard.percent.push(m('WAWebOfflineHandler').OfflineMessageHandler.getOfflineDeliveryProgress()),
    );
  });
  sandbox.faults.offline();
  await state(page, 'TIMEOUT');
  for (const text of ['one', 'two']) await friend.send(text);
  sandbox.faults.online();
  await sandbox.waitFor(() => look(page, 'window.heard.added.length === 2'), 'both messages');
  expect(await page.evaluate('window.heard')).toEqual({
    added: [
      ['one', true],
      ['two', true],
    ],
    percent: expect.arrayContaining([0, 50]),
  });
});

test('without a network a page goes OPENING and TIMEOUT, keeps trying, and comes back', async () => {
  sandbox = await startSandbox({ speed: 5 });
  const page = await openLinked(browser, sandbox);
  await page.evaluate(RECORDER);
  sandbox.faults.offline();
  await sandbox.waitFor(() => look(page, `window.seen.filter((state) => state === 'TIMEOUT').length > 1`), 'retries');
  await expect(page.reload()).rejects.toThrow();
  sandbox.faults.online();
  await sandbox.waitFor(() => page.goto(sandbox.url).catch(() => null), 'the page to load again');
  await synced(page, sandbox);
  sandbox.faults.offline();
  await state(page, 'TIMEOUT');
  sandbox.faults.online();
  await state(page, 'CONNECTED');
});

test('a QR screen that loses the network gets new refs when it is back', async () => {
  sandbox = await startSandbox({ speed: 5 });
  const page = await openPage(browser, sandbox);
  const before = await readScreen(page);
  sandbox.faults.offline();
  await state(page, 'TIMEOUT');
  sandbox.faults.online();
  await state(page, 'UNPAIRED');
  await expect(sandbox.phone.scan(before)).rejects.toMatchObject({ reason: 'stale-ref' });
  await sandbox.waitFor(async () => (await readScreen(page)) !== before, 'a new code');
  await scanScreen(page, sandbox);
  await synced(page, sandbox);
});

test('logout from the page: resolved, unlinked, forgotten, back at the QR', async () => {
  sandbox = await startSandbox();
  const page = await openLinked(browser, sandbox);
  await look(page, `m('WAWebSocketModel').Socket.logout()`);
  await page.waitForURL(/post_logout=1/);
  expect(sandbox.phone.devices).toEqual([]);
  await readScreen(page);
  expect(await look(page, `localStorage.length`)).toBe(0);
  await page.reload();
  await state(page, 'UNPAIRED');
});

test('logout from the phone: both generations of the event, then post_logout', async () => {
  sandbox = await startSandbox();
  const page = await openLinked(browser, sandbox);
  const heard = /** @type {string[]} */ ([]);
  await page.exposeFunction('tell', (/** @type {string} */ name) => heard.push(name));
  await look(
    page,
    `void ['logout', 'logout_from_bridge'].forEach((name) => m('WAWebCmd').Cmd.on(name, () => window.tell(name)))`,
  );
  await sandbox.phone.logout(sandbox.phone.devices[0].id);
  await page.waitForURL(/post_logout=1/);
  await sandbox.waitFor(() => heard.length === 2, 'both events');
  expect(heard).toEqual(['logout', 'logout_from_bridge']);
});

test('a device that was unlinked while away is logged out when it comes back', async () => {
  sandbox = await startSandbox({ speed: 5 });
  const page = await openLinked(browser, sandbox);
  sandbox.faults.offline();
  await state(page, 'TIMEOUT');
  await sandbox.phone.logout();
  sandbox.faults.online();
  await page.waitForURL(/post_logout=1/);
  await readScreen(page);
});

test('a second window takes the session; takeover takes it back', async () => {
  sandbox = await startSandbox();
  const page = await openLinked(browser, sandbox);
  const other = await page.context().newPage();
  await other.goto(sandbox.url);
  await synced(other, sandbox);
  await state(page, 'CONFLICT');
  expect(await look(page, `m('WAWebStreamModel').Stream.mode`)).toBe('CONFLICT');
  expect(await page.textContent('body')).toContain('WhatsApp is open in another window');
  await look(page, `m('WAWebSocketModel').Socket.takeover()`);
  await state(page, 'CONNECTED');
  await state(other, 'CONFLICT');
  await sandbox.faults.conflict();
  await state(page, 'CONFLICT');
  await page.click('text=Use here');
  await state(page, 'CONNECTED');
});

test.each(['PROXYBLOCK', 'TOS_BLOCK', 'SMB_TOS_BLOCK', 'DEPRECATED_VERSION'])(
  'the state %s on demand',
  async (blocked) => {
    sandbox = await startSandbox();
    const page = await openPage(browser, sandbox);
    await readScreen(page);
    await sandbox.faults.socketState(blocked);
    expect(await look(page, `[m('WAWebSocketModel').Socket.state, m('WAWebStreamModel').Stream.mode]`)).toEqual([
      blocked,
      blocked,
    ]);
  },
);

test('open hangs; a page that is frozen answers later', async () => {
  sandbox = await startSandbox();
  sandbox.faults.hang('open', { times: 1 });
  const page = await openPage(browser, sandbox);
  await sandbox.waitFor(() => sandbox.log.some((/** @type {any} */ { kind }) => kind === 'hello'), 'the page to knock');
  expect(await socketState(page)).toBe('OPENING');
  await look(page, `m('WAWebSocketModel').Socket.reconnect()`);
  await state(page, 'UNPAIRED');
  const startedAt = Date.now();
  await sandbox.faults.freezePage(400);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(390);
});

test('a failed logout leaves the login alone', async () => {
  sandbox = await startSandbox();
  const page = await openLinked(browser, sandbox);
  sandbox.faults.fail('logout', { times: 1, status: 503 });
  const error = await look(
    page,
    `m('WAWebSocketModel').Socket.logout().catch((e) => [e.constructor.name, e.name, e.status])`,
  );
  expect(error).toEqual(['r', 'ServerStatusCodeError', 503]);
  expect(await socketState(page)).toBe('CONNECTED');
  expect(sandbox.phone.devices).toHaveLength(1);
});
