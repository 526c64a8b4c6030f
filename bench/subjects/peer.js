// @ts-check
'use strict';
// whatsapp-web.js, as npm has it: logs in, tells its first QR code and its readiness, sends on order.

const { Client, LocalAuth } = require('whatsapp-web.js');
const { fail, obey, settings, tell } = require('./channel');

const { chromium, folder, route } = settings;
/** Chromium's own sandbox cannot run as root; wa-bridge sees to that by itself. */
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const client = new Client({
  authStrategy: new LocalAuth({ dataPath: folder }),
  webVersionCache: { type: 'none' },
  puppeteer: { executablePath: chromium, args: [...route, ...asRoot] },
});

client.on('qr', (payload) => {
  // A code without a ref cannot be scanned: it shows one when it attaches too early.
  if (!payload.startsWith('undefined,')) tell('qr', { payload });
});
client.on('ready', () => tell('ready'));
client.on('auth_failure', fail);
client.initialize().catch(fail);

/** Resolves when the server has acknowledged, as wa-bridge does; without marking the chat as read and looking for links, which wa-bridge does not do. */
const OPTIONS = { waitUntilMsgSent: true, sendSeen: false, linkPreview: false };
/** It does not send to a number that it has not looked up. @type {Map<string, Promise<unknown>>} */
const lookedUp = new Map();

/** @param {{ to: string, text: string }} order */
async function send({ to, text }) {
  if (!lookedUp.has(to)) lookedUp.set(to, client.getNumberId(to));
  await lookedUp.get(to);
  const sent = await client.sendMessage(`${to}@c.us`, text, OPTIONS);
  if (!sent) throw new Error('sendMessage resolved to nothing');
}

obey({ send, end: () => client.destroy() });
