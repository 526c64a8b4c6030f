// @ts-check
'use strict';

const { startSandbox } = require('../../sandbox');
const { launchChromium, USER_AGENT } = require('../support/chromium');
const { look, openPage, socketState } = require('../support/whatsapp-page');

/** @type {any} */ let browser;
/** @type {any} */ let sandbox;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => sandbox.close());

const get = (/** @type {string} */ path = '') =>
  fetch(sandbox.url + path, { headers: { 'user-agent': USER_AGENT }, signal: AbortSignal.timeout(5_000) });

test('the shell has the splash, the title, the end marker and scripts by nonce only', async () => {
  sandbox = await startSandbox();
  const answer = await get();
  const html = await answer.text();
  const policy = answer.headers.get('content-security-policy') ?? '';
  const [, nonce] = /script-src 'nonce-([^']+)'/.exec(policy) ?? [];
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(html).toContain('<title>WhatsApp Web</title>');
  expect(html).toMatch(/id="wa_web_initial_startup"[\s\S]*<progress value="0" max="100"/);
  expect(html).toMatch(/id="has-finished-comet-page"[^>]*><\/div><\/body>/);
  expect(html).toMatch(/data-btmanifest="1048032155_main"/);
  const scripts = html.match(/<script [^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(4);
  for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
});

test('an inline script that a page inserts is blocked', async () => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inserted = true';
    document.head.append(script);
    return /** @type {any} */ (window).inserted === true;
  });
  expect(ran).toBe(false);
});

test.each(['HeadlessChrome/140.0.0.0', 'Chrome/140.0.0.0 Electron/30.0.0'])(
  '%s is refused and never boots',
  async (token) => {
    sandbox = await startSandbox();
    const context = await browser.newContext({ userAgent: `Mozilla/5.0 (X11; Linux x86_64) ${token}` });
    const page = await context.newPage();
    await page.goto(sandbox.url);
    expect(await page.textContent('body')).toContain('WhatsApp works with Google Chrome 100+');
    expect(await page.evaluate('typeof window.require')).toBe('undefined');
    expect(sandbox.log.find((/** @type {any} */ entry) => entry.kind === 'shell').detail.supported).toBe(false);
  },
);

test('require comes late, modules come one after the other, Debug.VERSION last', async () => {
  sandbox = await startSandbox({ delays: { loaderMs: 300, modulesMs: 1_500 } });
  const context = await browser.newContext({ userAgent: USER_AGENT });
  const page = await context.newPage();
  await page.addInitScript(() => {
    /** @type {{ counts: number[], loaderAt?: number, versionAt?: number }} */
    const seen = { counts: [] };
    Object.assign(window, { seen });
    const watch = () => {
      const { require: m, Debug } = /** @type {any} */ (window);
      if (m) seen.loaderAt ??= performance.now();
      if (Debug) seen.versionAt ??= performance.now();
      const count = m ? Object.keys(m('__debug').modulesMap).length : 0;
      if (count !== seen.counts.at(-1)) seen.counts.push(count);
      if (!Debug) setTimeout(watch, 5);
    };
    watch();
  });
  await page.goto(sandbox.url);
  expect(await page.title()).toBe('WhatsApp Web');
  await sandbox.waitFor(() => page.evaluate('window.seen.versionAt'), 'Debug.VERSION');
  const seen = await page.evaluate('window.seen');
  expect(seen.loaderAt).toBeGreaterThanOrEqual(295);
  // By the page's own clock and not from when the loader was seen: a busy machine sees each of them later, never earlier.
  expect(seen.versionAt).toBeGreaterThanOrEqual(1_790);
  expect(seen.versionAt).toBeGreaterThan(seen.loaderAt);
  expect(seen.counts.length).toBeGreaterThan(5);
  await sandbox.waitFor(async () => (await page.title()) === 'WhatsApp', 'the title of the booted page');
  expect(await look(page, `window.Debug.VERSION`)).toMatch(/^2\.3000\.\d+$/);
});

test('the version can be kept from Debug', async () => {
  sandbox = await startSandbox({ debugVersion: false, version: '2.3000.1044000000-alpha' });
  const page = await openPage(browser, sandbox);
  await sandbox.waitFor(async () => (await socketState(page)) === 'UNPAIRED', 'the QR screen');
  expect(await page.evaluate('window.Debug')).toBeUndefined();
  expect(await look(page, `m('WAWebBuildConstants').VERSION_STR`)).toBe('2.3000.1044000000-alpha');
});

test('scriptMegabytes adds that much script, cacheable for ever, and still boots', async () => {
  sandbox = await startSandbox({ scriptMegabytes: 2 });
  const html = await (await get()).text();
  const paths = [...html.matchAll(/src="\/(rsrc[^"]+)"/g)].map(([, path]) => path);
  const answers = await Promise.all(paths.map((path) => get(path)));
  for (const answer of answers) expect(answer.headers.get('cache-control')).toMatch(/immutable/);
  const sizes = await Promise.all(answers.map(async (answer) => (await answer.text()).length));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(2 * 1024 * 1024);
  const page = await openPage(browser, sandbox);
  await sandbox.waitFor(async () => (await socketState(page)) === 'UNPAIRED', 'the QR screen');
  expect(await look(page, `Object.keys(m('__debug').modulesMap).length`)).toBeGreaterThan(1_000);
});

test('pageLoad, load and boot faults', async () => {
  sandbox = await startSandbox();
  sandbox.faults.pageLoad({ status: 503 });
  expect((await get()).status).toBe(503);
  sandbox.faults.pageLoad('hang');
  await expect(fetch(sandbox.url, { signal: AbortSignal.timeout(300) })).rejects.toThrow();
  sandbox.faults.pageLoad('ok');
  sandbox.faults.fail('load', { times: 1, status: 500 });
  expect((await get()).status).toBe(500);
  sandbox.faults.hang('boot', { times: 1 });
  const page = await openPage(browser, sandbox);
  expect(await page.evaluate('[typeof window.require, typeof window.__d]')).toEqual(['undefined', 'function']);
  await page.reload();
  await sandbox.waitFor(() => page.evaluate('typeof window.require === "function"'), 'the loader');
});
