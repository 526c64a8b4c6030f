// @ts-check
'use strict';

const { USER_AGENT } = require('./chromium');
const { waitFor } = require('../../sandbox/wait-for');
const { readQr } = require('./qr');

const QR = 'div[data-ref] canvas';

/**
 * A person at the sandbox's page: opens it, has its QR scanned, and looks at the page's own modules.
 * @param {{ newContext: Function }} browser @param {any} sandbox
 * @param {() => void} [script] runs in the page before its own scripts
 */
async function openPage(browser, sandbox, script) {
  const context = await browser.newContext({ userAgent: USER_AGENT });
  const page = await context.newPage();
  if (script) await page.addInitScript(script);
  await page.goto(sandbox.url);
  return page;
}

/** The text of the QR code on the screen, from its pixels. @param {import('playwright-core').Page} page */
async function readScreen(page) {
  return waitFor(async () => {
    const picture = await page.evaluate((selector) => {
      const canvas = /** @type {HTMLCanvasElement | null} */ (document.querySelector(selector));
      return canvas?.toDataURL('image/png');
    }, QR);
    return picture && readQr(Buffer.from(picture.split(',')[1], 'base64'));
  }, 'a readable QR on the screen');
}

/** @param {import('playwright-core').Page} page @param {string} expression in terms of `m(id)`, the page's require */
function look(page, expression) {
  return page.evaluate(`(async (m) => (${expression}))((id) => window.require?.(id))`);
}

const socketState = (/** @type {any} */ page) => look(page, `m('WAWebSocketModel')?.Socket.state`);

/** Scans what the screen shows, and again when the code had just changed, as a person does. @param {any} page @param {any} sandbox */
function scanScreen(page, sandbox) {
  return sandbox.waitFor(async () => {
    const payload = await readScreen(page);
    const late = await sandbox.phone.scan(payload).catch((/** @type {any} */ error) => error);
    if (late && late.reason !== 'stale-ref') throw late;
    return !late && payload;
  }, 'the phone to take the code on the screen');
}

const synced = (/** @type {any} */ page, /** @type {any} */ sandbox) =>
  sandbox.waitFor(() => look(page, `m('WAWebSocketModel')?.Socket.hasSynced`), 'the page to sync');

/** Opens a page and links it. @param {any} browser @param {any} sandbox */
async function openLinked(browser, sandbox) {
  const page = await openPage(browser, sandbox);
  await scanScreen(page, sandbox);
  await synced(page, sandbox);
  return page;
}

/**
 * Sends a text the way a client in the page does; the page keeps what comes back under `window.sent[id]`.
 * @param {any} page @param {string} wid @param {string} text @returns {Promise<string>} the message id
 */
function sendText(page, wid, text) {
  return page.evaluate(
    async ([to, body]) => {
      const m = /** @type {any} */ (window).require;
      const found = await m('WAWebQueryExistsJob').queryWidExists(m('WAWebWidFactory').createWid(to));
      const { chat } = await m('WAWebFindChatAction').findOrCreateLatestChat(found.wid);
      const me = m('WAWebUserPrefsMeUser');
      const from = chat.id.isLid() ? me.getMaybeMeLidUser() : me.getMaybeMePnUser();
      const MsgKey = m('WAWebMsgKey');
      const key = new MsgKey({ from, to: chat.id, id: await MsgKey.newId(), selfDir: 'out' });
      const t = Math.floor(Date.now() / 1000);
      const values = {
        id: key,
        ack: 0,
        body,
        from,
        to: chat.id,
        local: true,
        self: 'out',
        isNewMsg: true,
        t,
        type: 'chat',
      };
      const [added, result] = await m('WAWebSendMsgChatAction').addAndSendMsgToChat(chat, values);
      const outcome = { result: null, error: null };
      /** @type {any} */ (window).sent = { .../** @type {any} */ (window).sent, [key.id]: outcome };
      result.then(
        (value) => Object.assign(outcome, { result: value }),
        (error) =>
          Object.assign(outcome, {
            error: { className: error.constructor.name, name: error.name, status: error.status },
          }),
      );
      await added;
      return key.id;
    },
    [wid, text],
  );
}

/** What became of a message sent by `sendText`, once it is settled. @param {any} page @param {any} sandbox @param {string} id */
function outcomeOf(page, sandbox, id) {
  return sandbox.waitFor(async () => {
    const outcome = await page.evaluate((key) => /** @type {any} */ (window).sent[key], id);
    return (outcome.result || outcome.error) && outcome;
  }, 'the send to settle');
}

module.exports = { openPage, openLinked, readScreen, scanScreen, look, socketState, synced, sendText, outcomeOf };
