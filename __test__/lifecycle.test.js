// @ts-check
'use strict';
// A session's life without a browser: made, closed, used after that, shared, and never in the way of the process.

const { getEventListeners } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const wa = require('..');
const { runNode } = require('./support/node');

const root = JSON.stringify(path.join(__dirname, '..'));
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'wa-bridge-lifecycle-'));
afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }));

/** A browser that is not there: starts fail at once, and nothing is launched. */
const browser = { executablePath: path.join(dataDir, 'no-such-browser') };
const options = { dataDir, browser };

describe('close', () => {
  test('of a session that never started, twice, and again after use', async () => {
    const session = wa.session('closed', options);
    await session.close();
    await Promise.all([session.close(), session.close()]);
    expect(session.status().state).toBe('stopped');
    await expect(session.start()).rejects.toMatchObject({
      name: 'WaBridgeError',
      code: expect.stringMatching(/^ERR_WA_BROWSER/),
    });
    await session.close();
    expect(session.status()).toMatchObject({ state: 'stopped', clientId: 'closed', dataDir });
  });

  test('is what `await using` does', async () => {
    const session = wa.session('disposed', options);
    await session[Symbol.asyncDispose]();
    expect(session.status().state).toBe('stopped');
  });

  test('reset and logout of an unlinked session end well or say why, and leave it usable', async () => {
    const session = wa.session('reset', options);
    await session.reset();
    await expect(session.logout()).rejects.toBeInstanceOf(wa.WaBridgeError);
    await session.close();
    expect(session.status().state).toBe('stopped');
  });
});

describe('a failed start', () => {
  test('rejects with cause and hint, is told, and the next call tries again', async () => {
    const session = wa.session('failing', options);
    const events = /** @type {wa.AuthEvent[]} */ ([]);
    const off = session.onAuth((event) => events.push(event));
    const error = await session.generateQr().catch((thrown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_WA_BROWSER/), hint: expect.any(String) });
    expect(error.stack).toContain('lifecycle.test.js');
    await expect(session.generateQr()).rejects.toMatchObject({ code: error.code });
    expect(session.status()).toMatchObject({ lastError: { code: error.code, hint: error.hint } });
    expect(events[0]).toEqual({ type: 'stopped' });
    expect(events.filter(({ type }) => type === 'failed').length).toBeGreaterThan(0);
    off();
    await session.close();
  });

  test('leaves nothing on the signal that it was given', async () => {
    const session = wa.session('signals', options);
    const { signal } = new AbortController();
    await expect(session.generateQr({ signal })).rejects.toBeInstanceOf(wa.WaBridgeError);
    for await (const event of session.login({ signal })) expect(event.type).not.toBe('ready');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await session.close();
  });

  test('ends login() with one `failed`', async () => {
    const session = wa.session('login', options);
    for (let round = 0; round < 2; round++) {
      const events = [];
      for await (const event of session.login()) events.push(event.type);
      expect(events.filter((type) => type !== 'starting')).toEqual(['failed']);
    }
    await session.close();
  });
});

describe('one session in the process', () => {
  test('the same name is the same object, with the same options or none', () => {
    const session = wa.session('same', options);
    expect(wa.session('same')).toBe(session);
    expect(wa.session('same', options)).toBe(session);
  });

  test('another copy of the package gets the same session', async () => {
    const session = wa.session('copies', options);
    await session.start().catch(() => {});
    const since = session.status().since;
    jest.resetModules();
    const copy = require('..');
    expect(copy).not.toBe(wa);
    expect(copy.session('copies').status()).toMatchObject({ since, dataDir, lastError: session.status().lastError });
    await session.close();
  });

  test('a stopped session takes other options', () => {
    wa.session('changing', options);
    const other = path.join(dataDir, 'other');
    expect(wa.session('changing', { ...options, dataDir: other }).status().dataDir).toBe(other);
  });

  test('configure() names the default session for every copy', async () => {
    const script = `
      const first = require(${root});
      first.configure({ clientId: 'crm', dataDir: ${JSON.stringify(dataDir)} });
      for (const name of Object.keys(require.cache)) if (!name.endsWith('.node')) delete require.cache[name];
      const second = require(${root});
      console.log(JSON.stringify([first !== second, second.status().clientId, second.session('crm').status().dataDir]));
    `;
    const { stdout } = await runNode(['-e', script]);
    expect(JSON.parse(stdout)).toEqual([true, 'crm', dataDir]);
  });

  test('the environment names the default session, and is blamed when it is wrong', async () => {
    const status = `const { clientId, webUrl } = require(${root}).status(); console.log(clientId, webUrl)`;
    const env = { WHATSAPP_CLIENT_ID: 'from-env', WA_BRIDGE_WEB_URL: 'http://127.0.0.1:9/' };
    expect((await runNode(['-e', status], { env })).stdout.trim()).toBe('from-env http://127.0.0.1:9/');
    const { stderr } = await runNode(['-e', status], { env: { WHATSAPP_CLIENT_ID: '../x' } });
    expect(stderr).toContain('WHATSAPP_CLIENT_ID must be 1 to 64 letters');
  });
});

describe('the process', () => {
  test('ends by itself with listeners, iterators and a logger registered', async () => {
    const script = `
      const wa = require(${root});
      const session = wa.session('idle', { dataDir: ${JSON.stringify(dataDir)}, logger: () => {} });
      session.onAuth((event) => console.log(event.type));
      session.onMessage(() => {});
      session.messages().next();
      session.status();
    `;
    const { code, signal, stderr } = await runNode(['-e', script]);
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('survives a listener that throws; the others are told, and the log says so', async () => {
    const script = `
      const wa = require(${root});
      const records = [];
      const session = wa.session('throwing', { dataDir: ${JSON.stringify(dataDir)}, logger: (record) => records.push(record) });
      process.on('warning', (warning) => console.log('warning', warning.message));
      session.onAuth(() => { throw new Error('mine'); });
      session.onAuth(async () => { throw new Error('mine, later'); });
      session.onAuth((event) => console.log('told', event.type));
      const timer = setInterval(() => {
        if (records.length < 2) return;
        clearInterval(timer);
        for (const { level, message } of records) console.log(level, message.split('\\n')[0]);
      }, 5);
    `;
    const { code, stdout } = await runNode(['--no-warnings', '-e', script]);
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'told stopped',
        'warning wa-bridge: an onAuth listener threw: mine',
        'error an onAuth listener threw: Error: mine',
        'error an onAuth listener threw: Error: mine, later',
      ]),
    );
  });

  test('worker threads share the sessions, and their end takes nothing from the others', async () => {
    const script = `
      const { Worker } = require('node:worker_threads');
      const wa = require(${root});
      const main = wa.session('threads', { dataDir: ${JSON.stringify(dataDir)} });
      const code = \`
        const wa = require(\${JSON.stringify(${root})});
        wa.session('threads').onAuth(() => {});
        require('node:worker_threads').parentPort.postMessage(wa.session('threads').status().dataDir);
        setInterval(() => {}, 1000);
      \`;
      const once = () => new Promise((resolve, reject) => {
        const worker = new Worker(code, { eval: true });
        worker.once('error', reject);
        worker.once('message', async (dataDir) => { await worker.terminate(); resolve(dataDir); });
      });
      (async () => {
        const seen = [await once(), await once()];
        // A listener does not keep the process; this does, until it was told.
        const alive = setInterval(() => {}, 1000);
        const event = await new Promise((resolve) => main.onAuth(resolve));
        clearInterval(alive);
        await main.close();
        console.log(JSON.stringify({ seen, type: event.type }));
      })();
    `;
    const { code, stdout, stderr } = await runNode(['-e', script]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ seen: [dataDir, dataDir], type: 'stopped' });
  });

  test('a promise that is still pending when its thread ends does no harm', async () => {
    // A browser that never answers, and ends with its pipe as the real one does.
    const silent = path.join(dataDir, 'silent-browser');
    fs.writeFileSync(silent, '#!/bin/sh\nexec cat <&3 >/dev/null\n', { mode: 0o755 });
    const pending = JSON.stringify(JSON.stringify({ dataDir, browser: { executablePath: silent } }));
    const script = `
      const { Worker } = require('node:worker_threads');
      const code = \`
        const wa = require(\${JSON.stringify(${root})});
        const options = JSON.parse(\${JSON.stringify(${pending})});
        wa.session('pending', options).messageStatus('3EB0').catch(() => {});
        require('node:worker_threads').parentPort.postMessage('begun');
      \`;
      const worker = new Worker(code, { eval: true });
      worker.once('message', async () => { await worker.terminate(); console.log('ended'); });
    `;
    const { code, stdout } = await runNode(['-e', script]);
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: 'ended' });
  });
});
