// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const readline = require('node:readline');
const { startSandbox } = require('../../sandbox');
const { waitFor } = require('../../sandbox/wait-for');
const { launchChromium } = require('../support/chromium');
const { openPage, readScreen, synced } = require('../support/whatsapp-page');

/** @type {any} */ let sandbox;
afterEach(() => sandbox?.close());

/** @param {string} route @param {any} body */
async function post(route, body, headers = { 'content-type': 'application/json' }) {
  const answer = await fetch(sandbox.controlUrl + route, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, value: await answer.json() };
}
const get = async (/** @type {string} */ route) => (await fetch(sandbox.controlUrl + route)).json();

test('another process scans, writes, reads and unlinks over HTTP, and watches live', async () => {
  sandbox = await startSandbox();
  const browser = await launchChromium();
  try {
    const page = await openPage(browser, sandbox);
    const watching = await fetch(`${sandbox.controlUrl}events`);
    const reader = /** @type {any} */ (watching.body).getReader();
    const payload = await readScreen(page);
    expect(await post('phone/scan', { payload })).toEqual({ status: 200, value: null });
    await synced(page, sandbox);
    expect(await post('phone/scan', { payload })).toMatchObject({ status: 400, value: { reason: 'already-used' } });
    expect((await post('contact', { phone: '919876543210', options: { pushName: 'Ravi' } })).value.phone).toBe(
      '919876543210',
    );
    expect((await post('contact/send', { phone: '919876543210', text: 'hi' })).value).toMatchObject({
      text: 'hi',
      fromMe: false,
    });
    expect((await post('phone/send', { to: '919876543210', text: 'yes?' })).value).toMatchObject({ fromMe: true });
    expect((await get('phone')).messages).toHaveLength(2);
    await waitFor(async () => (await get('contact?phone=919876543210')).arrivals.length, 'the arrival');
    let heard = '';
    await waitFor(async () => {
      heard += new TextDecoder().decode((await reader.read()).value);
      return /event: message\ndata: .*"text":"yes\?"/.test(heard);
    }, 'the live stream');
    await reader.cancel();
    expect((await post('faults/slow', { args: ['send', 50] })).status).toBe(200);
    expect((await post('phone/logout', {})).status).toBe(200);
    expect((await get('phone')).devices).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('the control API refuses strangers and says what is wrong', async () => {
  sandbox = await startSandbox();
  expect((await post('phone/scan', { payload: 'x' }, { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post('phone/dance', {})).status).toBe(404);
  expect((await post('faults/slow', { args: ['swim', 1] })).value.error).toContain('unknown operation "swim"');
  expect((await post('contact/send', { phone: 'abc', text: 'x' })).value.error).toContain('7 to 15 digits');
});

test('many sandboxes live in one process, and close() ends all of each', async () => {
  const sandboxes = await Promise.all(Array.from({ length: 5 }, () => startSandbox()));
  expect(new Set(sandboxes.map(({ url }) => url)).size).toBe(5);
  await Promise.all(sandboxes.map((one) => one.close()));
  for (const { url } of sandboxes) await expect(fetch(url)).rejects.toThrow();
  sandbox = await startSandbox({ controlPort: false });
  expect(sandbox.controlUrl).toBeNull();
});

test.each([
  [{ port: -1 }, 'port must be an integer'],
  [{ speed: 'fast' }, 'speed must be a number'],
  [{ msgKeyStyle: '$2' }, 'msgKeyStyle must be one of'],
  [{ delays: { sendMs: 1 } }, 'delays.sendMs must be one of'],
  [{ account: { phone: '+91' } }, 'account.phone must be 7 to 15 digits'],
  [{ colour: 'red' }, 'option "colour" must be one of'],
])('a wrong option is named: %j', async (options, message) => {
  await expect(startSandbox(/** @type {any} */ (options))).rejects.toThrow(message);
});

test('waitFor says what it waited for', async () => {
  await expect(waitFor(() => false, 'the moon', 30)).rejects.toThrow('waited 30 ms for the moon');
});

test.each(['SIGTERM', 'stdin'])('the command prints its URLs and ends by %s', async (how) => {
  const bin = path.join(__dirname, '..', '..', 'sandbox', 'bin.js');
  const child = spawn(process.execPath, [bin, '--speed', '20', '--account', '{"pushName":"Demo"}'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  const told = JSON.parse(line);
  expect(told).toMatchObject({ pid: child.pid, account: { pushName: 'Demo' } });
  expect((await fetch(`${told.controlUrl}phone`)).status).toBe(200);
  if (how === 'stdin') child.stdin.end();
  else child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
});
