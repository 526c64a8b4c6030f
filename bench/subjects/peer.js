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

/**
 * The page's own sends with nobody around them: what no client can be faster than.
 * @param {{ to: string, count: number }} order
 * @returns {Promise<number[]>} ms of each
 */
const sendInPage = ({ to, count }) =>
  /** @type {import('puppeteer').Page} */ (client.pupPage).evaluate(inPage, `${to}@c.us`, count);

/** Runs in the page. @param {string} to @param {number} count */
async function inPage(to, count) {
  const { require: get } = /** @type {any} */ (globalThis);
  const chat = get('WAWebCollections').Chat.get(get('WAWebWidFactory').createWid(to));
  const from = get('WAWebUserPrefsMeUser').getMaybeMePnUser();
  const MsgKey = get('WAWebMsgKey');
  const ms = [];
  for (let index = 0; index < count; index += 1) {
    const id = new MsgKey({ from, to: chat.id, id: await MsgKey.newId(), selfDir: 'out' });
    const t = Math.floor(Date.now() / 1000);
    const body = `message ${index}`;
    const message = { id, ack: 0, body, type: 'chat', from, to: chat.id, local: true, self: 'out', isNewMsg: true, t };
    const before = performance.now();
    const [added, sent] = get('WAWebSendMsgChatAction').addAndSendMsgToChat(chat, message);
    await added;
    await sent;
    ms.push(performance.now() - before);
  }
  return ms;
}

obey({ send, sendInPage, end: () => client.destroy() });
