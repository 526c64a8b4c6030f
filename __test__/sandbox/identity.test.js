// @ts-check
'use strict';

const { startSandbox } = require('../../sandbox');
const { launchChromium } = require('../support/chromium');
const { look, openLinked, openPage, outcomeOf, readScreen, sendText } = require('../support/whatsapp-page');

/** @type {any} */ let browser;
/** @type {any} */ let sandbox;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => sandbox.close());

const exists = (/** @type {any} */ page, /** @type {string} */ wid) =>
  look(
    page,
    `(await m('WAWebQueryExistsJob').queryWidExists(m('WAWebWidFactory').createWid('${wid}')))?.wid.toString() ?? null`,
  );

test.each([
  ['_serialized', 'true_919876543210@c.us_3EB0AA'],
  ['$1', undefined],
])('a MsgKey of style %s', async (msgKeyStyle, serialized) => {
  sandbox = await startSandbox({ msgKeyStyle: /** @type {any} */ (msgKeyStyle) });
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  const key = await look(
    page,
    `(() => {
      const MsgKey = m('WAWebMsgKey');
      const key = new MsgKey({ from: 'x', to: m('WAWebWidFactory').createWid('919876543210@c.us'), id: '3EB0AA', selfDir: 'out' });
      const again = MsgKey.fromString(String(key));
      const inGroup = new MsgKey({ fromMe: false, remote: m('WAWebWidFactory').createWid('12-34@g.us'), id: 'B', participant: m('WAWebWidFactory').createWid('1234567@c.us') });
      return { text: String(key), serialized: key._serialized, json: JSON.parse(JSON.stringify(key)), equal: again.equals(key), group: String(inGroup) };
    })()`,
  );
  expect(key).toMatchObject({
    text: 'true_919876543210@c.us_3EB0AA',
    equal: true,
    group: 'false_12-34@g.us_B_1234567@c.us',
  });
  expect(key.serialized).toBe(serialized);
  expect(key.json[msgKeyStyle]).toBe(key.text);
});

test('wids: forms, predicates, and what is malformed', async () => {
  sandbox = await startSandbox();
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  const factory = `m('WAWebWidFactory')`;
  expect(await look(page, `JSON.parse(JSON.stringify(${factory}.createWid('919876543210@c.us')))`)).toEqual({
    server: 'c.us',
    user: '919876543210',
    _serialized: '919876543210@c.us',
  });
  expect(await look(page, `${factory}.createWid('919876543210@c.us').toJid()`)).toBe('919876543210@s.whatsapp.net');
  expect(await look(page, `${factory}.createWid('1234567:12@c.us').device`)).toBe(12);
  expect(await look(page, `${factory}.asUserWidOrThrow(${factory}.createWid('1234567:12@c.us')).toString()`)).toBe(
    '1234567@c.us',
  );
  expect(
    await look(page, `[${factory}.createWid('99@lid').isLid(), ${factory}.createWid('status@broadcast').isStatus()]`),
  ).toEqual([true, true]);
  expect(await look(page, `${factory}.createWid('nonsense@c.us')`)).toBeUndefined();
  await expect(look(page, `${factory}.createWid('nonsense')`)).rejects.toThrow('invalid wid');
});

test('does a number exist: unknown, normalised, addressed by lid, oneself', async () => {
  sandbox = await startSandbox();
  const lidOnly = sandbox.contact('919876500000', { lidAddressed: true });
  sandbox.contact('5511987654321', { registeredAs: '551187654321' });
  sandbox.contact('919876511111', { exists: false });
  const page = await openLinked(browser, sandbox);
  expect(await exists(page, '919876511111@c.us')).toBeNull();
  expect(await exists(page, '919999999999@c.us')).toBeNull();
  expect(await exists(page, '5511987654321@c.us')).toBe('551187654321@c.us');
  expect(await exists(page, '551187654321@c.us')).toBe('551187654321@c.us');
  expect(await exists(page, '919876500000@c.us')).toBe(`${lidOnly.lid}@lid`);
  expect(await exists(page, `${sandbox.phone.account.phone}@c.us`)).toBe(`${sandbox.phone.account.phone}@c.us`);
  sandbox.faults.fail('queryWidExists', { times: 1, status: 429 });
  await expect(exists(page, '919876500000@c.us')).rejects.toThrow('ServerStatusCodeError');
});

test('a chat with a number that was never looked up: No LID for user', async () => {
  sandbox = await startSandbox();
  sandbox.contact('919876543210');
  const page = await openLinked(browser, sandbox);
  const find = `m('WAWebFindChatAction').findOrCreateLatestChat(m('WAWebWidFactory').createWid('919876543210@c.us'))`;
  await expect(look(page, find)).rejects.toThrow('No LID for user');
  await exists(page, '919876543210@c.us');
  const found = await look(page, `(({ chat, created }) => [String(chat.id), created, typeof chat.on])(await ${find})`);
  expect(found).toEqual(['919876543210@c.us', true, 'undefined']);
  expect(await look(page, `(await ${find}).created`)).toBe(false);
  const other = `m('WAWebApiContact').getAlternateUserWid(m('WAWebWidFactory').createWid('919876543210@c.us'))`;
  expect(await look(page, `m('WAWebLidMigrationUtils').toPn(${other}).toString()`)).toBe('919876543210@c.us');
});

test('a chat that is addressed by lid, both ways, and a note to oneself', async () => {
  sandbox = await startSandbox();
  const friend = sandbox.contact('919876500000', { lidAddressed: true });
  const page = await openLinked(browser, sandbox);
  const id = await sendText(page, '919876500000@c.us', 'hello');
  await sandbox.waitFor(() => friend.arrivals.length, 'the arrival');
  expect(friend.arrivals).toMatchObject([
    { id, from: `${sandbox.phone.account.lid}@lid`, serialized: `true_${friend.lid}@lid_${id}` },
  ]);
  await friend.send('hi');
  await sandbox.waitFor(
    () => look(page, `m('WAWebCollections').Chat.get('${friend.lid}@lid').msgs.length === 2`),
    'the answer',
  );
  const own = `${sandbox.phone.account.phone}@c.us`;
  const note = await sendText(page, own, 'a note');
  await outcomeOf(page, sandbox, note);
  await sandbox.waitFor(() => look(page, `m('WAWebCollections').Msg.get('true_${own}_${note}').ack === 2`), 'the ack');
});
