// @ts-check
'use strict';
// Somebody who comes from whatsapp-web.js does not scan again: its own profile, written by the unmodified package, is taken over.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { generate } = require('selfsigned');
const { Client, LocalAuth } = require('whatsapp-web.js');
const wa = require('../..');
const { startSandbox } = require('../../sandbox');
const { chromiumArgs, chromiumPath } = require('../support/chromium');
const { record, until } = require('../support/bridge');

const CLIENT_ID = 'crm-whatsapp-session';

/** @type {string} */ let dir;
/** @type {import('../../sandbox').Sandbox} */ let sandbox;
/** @type {string[]} */ let args;
/** @type {import('../..').Session | undefined} */ let session;

beforeAll(async () => {
  const pems = await generate([{ name: 'commonName', value: 'web.whatsapp.com' }], { keySize: 2048 });
  const tls = { key: pems.private, cert: pems.cert };
  sandbox = await startSandbox({ tls, controlPort: false, msgKeyStyle: '_serialized', delays: { syncMs: 2_500 } });
  args = [
    `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${new URL(sandbox.url).port}`,
    '--ignore-certificate-errors',
  ];
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'wa-bridge-adoption-'));
});

afterAll(async () => {
  await session?.close();
  await sandbox?.close();
  fs.rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
});

/** Links by the foreign package and leaves its profile behind, as the old service does. */
async function linkByTheOldService() {
  const client = new Client({
    authStrategy: new LocalAuth({ clientId: CLIENT_ID, dataPath: path.join(dir, '.wwebjs_auth') }),
    webVersionCache: { type: 'none' },
    puppeteer: { executablePath: chromiumPath(), args: [...args, ...chromiumArgs()] },
  });
  try {
    let ready = false;
    client.on('ready', () => {
      ready = true;
    });
    client.on('qr', (qr) => {
      // Its first code may have no ref; a person would wait for the next one too.
      if (!qr.startsWith('undefined,')) void sandbox.phone.scan(qr).catch(() => {});
    });
    await client.initialize();
    await until('the old service to be linked', () => ready, 30_000);
  } finally {
    await client.destroy();
  }
}

test('a login of whatsapp-web.js is taken over by copy, and a logout keeps it dead', async () => {
  await linkByTheOldService();
  const old = path.join(dir, '.wwebjs_auth', `session-${CLIENT_ID}`);
  const before = fs.readdirSync(old).sort();

  process.env.LOCALAUTH_DATA_PATH = path.join(dir, '.wwebjs_auth');
  const options = { dataDir: path.join(dir, 'data'), browser: { executablePath: chromiumPath(), args } };
  session = wa.session(CLIENT_ID, options);
  const told = record(session);
  await session.start();
  expect(session.status().account?.phone).toBe(sandbox.phone.account.phone);
  expect(told.types()).not.toContain('qr');
  expect(sandbox.phone.devices).toHaveLength(1);
  expect(fs.readdirSync(old).sort()).toEqual(before);

  await session.logout();
  expect(sandbox.phone.devices).toHaveLength(0);
  expect((await session.generateQr()).state).toBe('qr');
}, 120_000);
