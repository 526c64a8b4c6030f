// @ts-check
'use strict';
// The sandbox's judge: the unmodified npm package whatsapp-web.js must be able to live on it, and must break on it where
// it is known to break on WhatsApp Web. It insists on https://web.whatsapp.com, so Chromium maps that name to the sandbox
// and takes its throwaway certificate.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { generate } = require('selfsigned');
const { Client, LocalAuth } = require('whatsapp-web.js');
const { startSandbox } = require('../../sandbox');
const { chromiumArgs, chromiumPath } = require('../support/chromium');

const FRIEND = '919876543210';
/** Slower than a client needs to attach, as the real page is: `ready` comes only with a change it sees (B3). */
const SLOW_SYNC = { syncMs: 2_500 };

/** @type {any} */ let tls;
/** @type {string} */ let dir;
/** @type {any} */ let sandbox;
/** @type {any[]} */ let clients = [];

beforeAll(async () => {
  const pems = await generate([{ name: 'commonName', value: 'web.whatsapp.com' }], { keySize: 2048 });
  tls = { key: pems.private, cert: pems.cert };
});

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'judge-'));
  clients = [];
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.destroy().catch(() => {})));
  await sandbox.close();
  fs.rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
});

/** A client of the foreign library, with everything it tells in `seen`. */
function newClient() {
  const { port } = new URL(sandbox.url);
  const args = [`--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${port}`, '--ignore-certificate-errors'];
  const client = new Client({
    authStrategy: new LocalAuth({ dataPath: dir }),
    webVersionCache: { type: 'none' },
    puppeteer: { executablePath: chromiumPath(), args: [...args, ...chromiumArgs()] },
  });
  const seen = /** @type {Record<string, any[]>} */ ({});
  for (const name of ['qr', 'authenticated', 'ready', 'message', 'message_create', 'message_ack', 'disconnected']) {
    seen[name] = [];
    client.on(name, (...values) => seen[name].push(values));
  }
  clients.push(client);
  tolerateLateInjection(client);
  return { client, seen, started: client.initialize() };
}

/**
 * The library injects again on every navigation and guards that nowhere: after a logout it does so into a browser that
 * it is closing. Its failure then is nobody's concern. @param {any} client
 */
function tolerateLateInjection(client) {
  let leaving = false;
  for (const name of ['logout', 'destroy']) {
    const leave = client[name].bind(client);
    client[name] = () => {
      leaving = true;
      return leave();
    };
  }
  const inject = client.inject.bind(client);
  client.inject = () =>
    inject().catch((/** @type {unknown} */ error) => {
      if (!leaving) throw error;
    });
}

const until = (/** @type {() => any} */ condition, /** @type {string} */ what) =>
  sandbox.waitFor(condition, what, 30_000);

async function loggedIn() {
  const peer = newClient();
  await until(() => peer.seen.qr.length, 'a QR');
  await until(() => peer.seen.qr.some(([qr]) => !qr.startsWith('undefined,')), 'a QR with a ref');
  await peer.started;
  await sandbox.phone.scan(peer.seen.qr.at(-1)[0]);
  await until(() => peer.seen.ready.length, 'ready');
  return peer;
}

describe('with MsgKeys of before July 2026', () => {
  beforeEach(async () => {
    sandbox = await startSandbox({
      tls,
      msgKeyStyle: '_serialized',
      delays: { ...SLOW_SYNC, serverAckMs: 20, deviceAckMs: 20 },
    });
  });

  test('logs in, sends with acks, receives, restores without a QR and logs out', async () => {
    const friend = sandbox.contact(FRIEND, { pushName: 'Ravi' });
    const first = await loggedIn();
    expect(await first.client.getState()).toBe('CONNECTED');
    expect(first.client.info).toMatchObject({ pushname: 'Sandbox', platform: 'android' });
    expect(first.client.info.wid._serialized).toBe(`${sandbox.phone.account.phone}@c.us`);
    expect(sandbox.phone.devices).toHaveLength(1);

    const id = await first.client.getNumberId(FRIEND);
    expect(id?._serialized).toBe(`${FRIEND}@c.us`);
    expect(await first.client.getNumberId('919000000000')).toBeNull();
    const sent = await first.client.sendMessage(`${FRIEND}@c.us`, 'hello');
    expect(sent.body).toBe('hello');
    await until(() => friend.arrivals.length, 'the arrival');
    await friend.read();
    await until(() => first.seen.message_ack.length >= 3, 'three acks');
    expect(first.seen.message_ack.map(([, ack]) => ack)).toEqual([1, 2, 3]);
    expect(friend.arrivals).toMatchObject([{ text: 'hello', serialized: sent.id._serialized }]);

    await friend.send('hi there');
    await until(() => first.seen.message.length, 'the message');
    expect(first.seen.message[0][0]).toMatchObject({ body: 'hi there', from: `${FRIEND}@c.us`, fromMe: false });
    await sandbox.phone.send(FRIEND, 'from the phone');
    await until(() => first.seen.message_create.some(([message]) => message.body === 'from the phone'), 'own message');
    await first.client.destroy();

    const second = newClient();
    await until(() => second.seen.ready.length, 'ready again');
    expect(second.seen.qr).toEqual([]);
    const chats = await second.client.getChats();
    expect(chats).toMatchObject([{ name: 'Ravi', lastMessage: { body: 'from the phone' } }]);
    const earlier = await chats[0].fetchMessages({ limit: 10 });
    expect(earlier.map((message) => message.body)).toEqual(['hello', 'hi there', 'from the phone']);

    await second.client.logout();
    await until(() => sandbox.phone.devices.length === 0, 'the phone to lose the device');
    expect(fs.existsSync(path.join(dir, 'session'))).toBe(false);
  }, 120_000);

  test('is logged out by the phone', async () => {
    const peer = await loggedIn();
    const codes = peer.seen.qr.length;
    await sandbox.phone.logout();
    await until(() => peer.seen.disconnected.length, 'disconnected');
    expect(peer.seen.disconnected[0]).toEqual(['LOGOUT']);
    await until(() => peer.seen.qr.length > codes, 'a QR for the next login');
  });

  test('refuses to write to a number that was never looked up', async () => {
    sandbox.contact(FRIEND);
    const peer = await loggedIn();
    await expect(peer.client.sendMessage(`${FRIEND}@c.us`, 'hello')).rejects.toThrow('No LID for user');
  });
});

describe('its known bugs show', () => {
  test('B10: with minified MsgKeys sendMessage resolves undefined though the message went out', async () => {
    sandbox = await startSandbox({ tls, msgKeyStyle: '$1', delays: SLOW_SYNC });
    const friend = sandbox.contact(FRIEND);
    const peer = await loggedIn();
    await peer.client.getNumberId(FRIEND);
    expect(await peer.client.sendMessage(`${FRIEND}@c.us`, 'hello')).toBeUndefined();
    await until(() => friend.arrivals.length, 'the arrival');
  });

  test('B2: it shows a QR that begins with "undefined," once linking succeeds', async () => {
    sandbox = await startSandbox({ tls, delays: SLOW_SYNC });
    const peer = await loggedIn();
    expect(peer.seen.qr.at(-1)[0]).toMatch(/^undefined,/);
  });

  test('B1: it never asks for new refs when they run out', async () => {
    sandbox = await startSandbox({ tls, speed: 60, refs: 2, delays: { openMs: 500 } });
    const peer = newClient();
    await until(() => peer.seen.qr.length, 'a QR');
    await peer.started;
    await until(async () => (await peer.client.getState()) === 'UNPAIRED_IDLE', 'the refs to run out');
    expect(peer.client.pupPage).toBeDefined();
    await expect(peer.client.pupPage?.evaluate('window.onAuthAppStateChangedEvent("UNPAIRED_IDLE")')).rejects.toThrow(
      'window is not defined',
    );
    expect(await peer.client.getState()).toBe('UNPAIRED_IDLE');
  });

  test('B3: a session that has synced before it attached is never ready', async () => {
    sandbox = await startSandbox({ tls, delays: { syncMs: 0 }, msgKeyStyle: '_serialized' });
    const first = newClient();
    await until(() => first.seen.qr.length, 'a QR');
    await first.started;
    await sandbox.phone.scan(first.seen.qr.at(-1)[0]);
    await until(() => first.seen.ready.length, 'ready');
    await first.client.destroy();

    const second = newClient();
    await second.started;
    expect(await second.client.getState()).toBe('CONNECTED');
    const synced = await second.client.pupPage?.evaluate('window.require("WAWebSocketModel").Socket.hasSynced');
    expect(synced).toBe(true);
    expect(second.seen.ready).toEqual([]);
  });
});
