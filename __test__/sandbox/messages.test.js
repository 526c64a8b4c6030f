// @ts-check
'use strict';

const { startSandbox } = require('../../sandbox');
const { launchChromium } = require('../support/chromium');
const {
  look,
  openLinked,
  openPage,
  outcomeOf,
  scanScreen,
  sendText,
  socketState,
  synced,
} = require('../support/whatsapp-page');

const FRIEND = '919876543210';
const WID = `${FRIEND}@c.us`;

/** @type {any} */ let browser;
/** @type {any} */ let sandbox;
/** @type {any} */ let friend;
/** @type {any} */ let page;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => sandbox.close());

/** @param {any} [options] */
async function setUp(options) {
  sandbox = await startSandbox(options);
  friend = sandbox.contact(FRIEND, { pushName: 'Ravi' });
  page = await openLinked(browser, sandbox);
  await look(page, `void (window.acks = [], m('WAWebCollections').Msg.on('change:ack', (msg, ack) => acks.push(ack)))`);
  await look(
    page,
    `void (window.added = [], m('WAWebCollections').Msg.on('add', (msg) => added.push(msg.serialize())))`,
  );
}

const acks = () => page.evaluate('window.acks');
const added = () => page.evaluate('window.added.map(({ body, isNewMsg, id }) => [body, isNewMsg, id.fromMe])');
const fate = (/** @type {string} */ id) =>
  look(page, `(await m('WAWebCollections').Msg.getMessagesById(['true_${WID}_${id}'])).messages[0]?.ack`);

describe('sending', () => {
  test('added as new, acked 1, 2, 3 in order, seen raw at the contact and on the phone', async () => {
    await setUp();
    const id = await sendText(page, WID, 'hello');
    expect(id).toMatch(/^3EB0[0-9A-F]{18}$/);
    const { result } = await outcomeOf(page, sandbox, id);
    expect(result).toEqual({ messageSendResult: 'OK', t: expect.any(Number) });
    await sandbox.waitFor(() => friend.arrivals.length, 'the arrival');
    await friend.read();
    await sandbox.waitFor(async () => (await acks()).length === 3, 'three acks');
    expect(await acks()).toEqual([1, 2, 3]);
    expect(await added()).toEqual([['hello', true, true]]);
    const own = `${sandbox.phone.account.phone}@c.us`;
    expect(friend.arrivals).toMatchObject([
      { id, text: 'hello', type: 'chat', from: own, serialized: `true_${WID}_${id}` },
    ]);
    expect(sandbox.phone.messages).toMatchObject([{ id, to: WID, fromMe: true, ack: 3 }]);
  });

  test('the send call may give a promise of the tuple', async () => {
    await setUp({ sendReturns: 'promise' });
    await look(page, `m('WAWebQueryExistsJob').queryWidExists(m('WAWebWidFactory').createWid('${WID}'))`);
    const kinds = await look(
      page,
      `(async () => {
        const { chat } = await m('WAWebFindChatAction').findOrCreateLatestChat(m('WAWebWidFactory').createWid('${WID}'));
        const id = new (m('WAWebMsgKey'))({ fromMe: true, remote: chat.id, id: '3EB0AA' });
        const me = m('WAWebUserPrefsMeUser').getMaybeMePnUser();
        const given = m('WAWebSendMsgChatAction').addAndSendMsgToChat(chat, { id, ack: 0, body: 'x', from: me, to: chat.id, t: 1, type: 'chat', isNewMsg: true });
        const [added, result] = await given;
        return [typeof given.then, String((await added).id), (await result).messageSendResult];
      })()`,
    );
    expect(kinds).toEqual(['function', `true_${WID}_3EB0AA`, 'OK']);
  });

  test.each(['ERROR_NETWORK', 'ERROR_EXPIRED', 'ERROR_CANCELLED', 'ERROR_UPLOAD', 'ERROR_UNKNOWN'])(
    'result %s',
    async (result) => {
      await setUp();
      sandbox.faults.fail('send', { times: 1, result });
      const id = await sendText(page, WID, 'hello');
      expect((await outcomeOf(page, sandbox, id)).result).toEqual({ messageSendResult: result });
      expect(await fate(id)).toBe(-1);
      expect(friend.arrivals).toEqual([]);
    },
  );

  test('a server error is a minified class that tells its name and status', async () => {
    await setUp();
    sandbox.faults.fail('send', { times: 1, status: 429 });
    const id = await sendText(page, WID, 'hello');
    expect((await outcomeOf(page, sandbox, id)).error).toEqual({
      className: 'r',
      name: 'ServerStatusCodeError',
      status: 429,
    });
  });

  test('without a network it waits with ack 0 and goes out, once, after the reconnect', async () => {
    await setUp({ speed: 5 });
    await sendText(page, WID, 'before');
    sandbox.faults.offline();
    await sandbox.waitFor(async () => (await socketState(page)) === 'TIMEOUT', 'the loss');
    await expect(sendText(page, WID, 'needs a lookup')).rejects.toThrow('no connection');
    const id = await sendKnown('after');
    expect(await fate(id)).toBe(0);
    sandbox.faults.online();
    await sandbox.waitFor(() => friend.arrivals.length === 2, 'the second arrival');
    expect(friend.arrivals.map((/** @type {any} */ arrival) => arrival.text)).toEqual(['before', 'after']);
  });

  test('a message that waits survives a reload; one that was sent is known by its id', async () => {
    await setUp();
    sandbox.faults.hang('send', { times: 1 });
    const id = await sendText(page, WID, 'hello');
    await page.reload();
    await synced(page, sandbox);
    await sandbox.waitFor(() => friend.arrivals.length, 'the arrival');
    await sandbox.waitFor(async () => (await fate(id)) === 2, 'the ack');
    expect(friend.arrivals).toHaveLength(1);
    await page.reload();
    await synced(page, sandbox);
    expect(await fate(id)).toBe(2);
  });

  test('swallowed acks: arrived without a word, or nowhere; a repeat of the same id shows at the contact', async () => {
    await setUp();
    sandbox.faults.swallowAcks({ times: 1 });
    const silent = await sendText(page, WID, 'arrives');
    await sandbox.waitFor(() => friend.arrivals.length === 1, 'the arrival');
    expect([await fate(silent), await acks()]).toEqual([0, []]);
    sandbox.faults.swallowAcks({ times: 1, delivered: false });
    const lost = await sendText(page, WID, 'is lost');
    await sandbox.waitFor(
      () => sandbox.log.some((/** @type {any} */ { detail }) => detail?.id === lost),
      'the server to see it',
    );
    expect(sandbox.phone.messages).toHaveLength(1);
    await page.reload();
    await synced(page, sandbox);
    await sandbox.waitFor(() => friend.arrivals.length === 3, 'both, again');
    expect(friend.arrivals.map((/** @type {any} */ { id }) => id)).toEqual([silent, silent, lost]);
    expect(sandbox.phone.messages).toHaveLength(2);
  });

  test('a contact whose device is away gets it later; the number of another form is not delivered', async () => {
    await setUp();
    friend.setOnline(false);
    const id = await sendText(page, WID, 'hello');
    await outcomeOf(page, sandbox, id);
    expect(await fate(id)).toBe(1);
    friend.setOnline(true);
    await sandbox.waitFor(async () => (await fate(id)) === 2, 'the second ack');
    expect(friend.arrivals).toHaveLength(1);
  });

  test('newId and findChat can hang or fail', async () => {
    await setUp();
    sandbox.faults.fail('findChat', { times: 1, status: 404 });
    await expect(sendText(page, WID, 'hello')).rejects.toThrow('ServerStatusCodeError');
    sandbox.faults.fail('newId', { times: 1 });
    await expect(sendText(page, WID, 'hello')).rejects.toThrow('ServerStatusCodeError');
    sandbox.faults.slow('newId', 200);
    const startedAt = Date.now();
    await sendText(page, WID, 'hello');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(195);
  });
});

/** Sends into a chat that is open already, so that nothing needs the server first. @param {string} text */
function sendKnown(text) {
  return look(
    page,
    `(async () => {
      const chat = m('WAWebCollections').Chat.get('${WID}');
      const MsgKey = m('WAWebMsgKey');
      const from = m('WAWebUserPrefsMeUser').getMaybeMePnUser();
      const id = new MsgKey({ from, to: chat.id, id: await MsgKey.newId(), selfDir: 'out' });
      const [added] = m('WAWebSendMsgChatAction').addAndSendMsgToChat(chat, { id, ack: 0, body: ${JSON.stringify(text)}, from, to: chat.id, t: 1, type: 'chat', isNewMsg: true, self: 'out' });
      await added;
      return id.id;
    })()`,
  );
}

describe('receiving', () => {
  test('a text comes as new, counts as unread, and is read when the page says so', async () => {
    await setUp();
    const sent = await friend.send('hi there');
    await sandbox.waitFor(async () => (await added()).length, 'the message');
    expect(await added()).toEqual([['hi there', true, false]]);
    const msg = await page.evaluate('window.added[0]');
    expect(msg).toMatchObject({ type: 'chat', self: 'in', notifyName: 'Ravi', t: sent.timestamp });
    expect(msg.from._serialized).toBe(WID);
    await sandbox.waitFor(() => sent.ack === 2, 'the delivery receipt');
    expect([await page.title(), await look(page, `m('WAWebCollections').Chat.get('${WID}').unreadCount`)]).toEqual([
      '(1) WhatsApp',
      1,
    ]);
    const seen = `m('WAWebUpdateUnreadChatAction').sendSeen({ chat: m('WAWebCollections').Chat.get('${WID}') })`;
    await look(page, seen);
    expect(sent.ack).toBe(2);
    await look(page, `(m('WAWebStreamModel').Stream.markAvailable(), ${seen})`);
    await sandbox.waitFor(() => sent.ack === 3, 'the read receipt');
    await expect(
      look(page, `m('WAWebUpdateUnreadChatAction').sendSeen(m('WAWebCollections').Chat.get('${WID}'), false)`),
    ).rejects.toThrow("reading 'markedUnread'");
  });

  test('presence and typing are told to the server', async () => {
    await setUp();
    await look(page, `m('WAWebPresenceChatAction').sendPresenceAvailable()`);
    await look(page, `m('WAWebChatStateBridge').sendChatStateComposing(m('WAWebWidFactory').createWid('${WID}'))`);
    const told = sandbox.log.filter((/** @type {any} */ { kind }) => kind === 'presence' || kind === 'chat-state');
    expect(told).toMatchObject([
      { kind: 'presence', detail: { available: true } },
      { kind: 'chat-state', detail: { wid: WID, state: 'composing' } },
    ]);
  });

  test('a reply names what it answers', async () => {
    await setUp();
    const id = await sendText(page, WID, 'a question');
    await outcomeOf(page, sandbox, id);
    await friend.send('an answer', { quoted: id });
    await sandbox.waitFor(async () => (await added()).length === 2, 'the answer');
    const msg = await page.evaluate('window.added[1]');
    expect(msg).toMatchObject({ quotedStanzaID: id, quotedMsg: { body: 'a question', type: 'chat' } });
  });

  test('what the owner writes on the phone comes as fromMe and is not unread', async () => {
    await setUp();
    const sent = await sandbox.phone.send(FRIEND, 'from the phone');
    await sandbox.waitFor(async () => (await added()).length, 'the message');
    expect(await added()).toEqual([['from the phone', true, true]]);
    expect(sent.id).toMatch(/^AC[0-9A-F]{30}$/);
    expect(friend.arrivals).toMatchObject([{ text: 'from the phone' }]);
    expect(await page.title()).toBe('WhatsApp');
  });

  test('history of a fresh link and after a reload is not new', async () => {
    sandbox = await startSandbox();
    friend = sandbox.contact(FRIEND);
    await friend.send('old one');
    await friend.send('old two');
    page = await openPage(browser, sandbox);
    await look(
      page,
      `void (window.added = [], m('WAWebCollections').Msg.on('add', (msg) => added.push(msg.serialize())))`,
    );
    await scanScreen(page, sandbox);
    await synced(page, sandbox);
    expect(await added()).toEqual([
      ['old one', false, false],
      ['old two', false, false],
    ]);
    await page.reload();
    await synced(page, sandbox);
    const chat = `m('WAWebCollections').Chat.get('${WID}')`;
    expect(await look(page, `${chat}.msgs.map((msg) => [msg.body, msg.isNewMsg])`)).toEqual([['old two', false]]);
    await look(page, `m('WAWebChatLoadMessages').loadEarlierMsgs({ chat: ${chat} })`);
    expect(await look(page, `${chat}.msgs.map((msg) => msg.body)`)).toEqual(['old two', 'old one']);
    await expect(look(page, `m('WAWebChatLoadMessages').loadEarlierMsgs(${chat})`)).rejects.toThrow(
      "'waitForChatLoading'",
    );
  });

  test("two linked devices see each other's messages and acks", async () => {
    await setUp();
    const other = await openLinked(browser, sandbox);
    expect(sandbox.phone.devices).toHaveLength(2);
    const id = await sendText(page, WID, 'hello');
    const there = `m('WAWebCollections').Msg.get('true_${WID}_${id}')`;
    await sandbox.waitFor(() => look(other, `${there}?.ack === 2`), 'the other device');
    expect(await look(other, `[${there}.body, ${there}.isNewMsg]`)).toEqual(['hello', true]);
  });
});
