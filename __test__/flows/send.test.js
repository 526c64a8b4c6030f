// @ts-check
'use strict';

const { startBridge, link, until } = require('../support/bridge');

const FRIEND = '919876543210';

describe.each(['$1', '_serialized'])('with MsgKey.%s', (msgKeyStyle) => {
  /** @type {Awaited<ReturnType<typeof startBridge>>} */
  let bridge;
  beforeAll(async () => {
    bridge = await startBridge({ sandbox: { msgKeyStyle: /** @type {any} */ (msgKeyStyle) } });
    await link(bridge);
  });
  afterAll(() => bridge?.end());
  afterEach(() => bridge.sandbox.faults.clear());

  test('a text arrives once, and the promise resolves after the server had it', async () => {
    const friend = bridge.sandbox.contact(FRIEND);
    const sent = await bridge.session.sendMessage('+91 98765 43210', 'Hello from the server');
    expect(sent).toMatchObject({ to: { input: '+91 98765 43210', phone: FRIEND }, timestamp: expect.any(Date) });
    expect(['server', 'device', 'read']).toContain(sent.status);
    await until('its arrival', () => friend.arrivals.some((arrival) => arrival.id === sent.id));
    expect(friend.arrivals.filter((arrival) => arrival.text === 'Hello from the server')).toHaveLength(1);
    await friend.read();
    await until('read', async () => (await bridge.session.messageStatus(sent.id))?.status === 'read');
  });

  test('while the ack is swallowed nothing is claimed to be sent', async () => {
    bridge.sandbox.contact(FRIEND);
    bridge.sandbox.faults.swallowAcks();
    const error = await bridge.session.sendMessage(FRIEND, 'no ack', { timeoutMs: 1_500 }).catch((e) => e);
    expect(error).toMatchObject({ code: 'ERR_WA_SEND_UNCERTAIN', messageId: expect.stringMatching(/^3EB0/) });
    expect(error.hint).toMatch(/do not send it again/i);
    expect(await bridge.session.messageStatus(error.messageId)).toEqual({ id: error.messageId, status: 'pending' });
    expect(await bridge.session.messageStatus('3EB0NEVERSEEN')).toBeNull();
  });

  test('messages to one person keep their order', async () => {
    const friend = bridge.sandbox.contact('919811111111');
    const texts = Array.from({ length: 12 }, (_, n) => `in order ${n}`);
    await Promise.all(texts.map((text) => bridge.session.sendMessage('919811111111', text)));
    await until('all arrivals', () => friend.arrivals.length === texts.length);
    expect(friend.arrivals.map((arrival) => arrival.text)).toEqual(texts);
  });

  test('a contact that is addressed by lid is reached', async () => {
    const friend = bridge.sandbox.contact('919800000002', { lidAddressed: true });
    const sent = await bridge.session.sendMessage('919800000002', 'by lid');
    expect(sent.to.lid).toBe(`${friend.lid}@lid`);
    await until('its arrival', () => friend.arrivals.length === 1);
  });

  test.each(['ERROR_NETWORK', 'ERROR_EXPIRED', 'ERROR_CANCELLED', 'ERROR_UPLOAD', 'ERROR_UNKNOWN'])(
    'WhatsApp answers %s: a typed error, and the next send works',
    async (result) => {
      bridge.sandbox.contact(FRIEND);
      bridge.sandbox.faults.fail('send', { times: 1, result: /** @type {any} */ (result) });
      const error = await bridge.session.sendMessage(FRIEND, 'refused').catch((e) => e);
      expect(error).toMatchObject({ code: 'ERR_WA_SEND_FAILED' });
      expect(error.message).toContain(result);
      await expect(bridge.session.sendMessage(FRIEND, 'taken')).resolves.toMatchObject({ id: expect.any(String) });
    },
  );

  test("a page that throws its minified errors gives the error's name and status", async () => {
    bridge.sandbox.contact('919800000003');
    bridge.sandbox.faults.fail('queryWidExists', { times: 1, status: 500 });
    const error = await bridge.session.sendMessage('919800000003', 'x').catch((e) => e);
    expect(error).toMatchObject({ code: 'ERR_WA_PAGE_ERROR' });
    expect(error.message).toMatch(/ServerStatusCodeError/);
  });

  test('a number that is not on WhatsApp, the own number, and a wrong one', async () => {
    bridge.sandbox.contact('15550000000', { exists: false });
    await expect(bridge.session.sendMessage('+1 555 000 0000', 'x')).rejects.toMatchObject({
      code: 'ERR_WA_NOT_ON_WHATSAPP',
    });
    const own = bridge.sandbox.phone.account.phone;
    await expect(bridge.session.sendMessage(own, 'x')).rejects.toMatchObject({ code: 'ERR_WA_SELF_MESSAGE' });
    await expect(bridge.session.sendMessage('not a number', 'x')).rejects.toMatchObject({
      code: 'ERR_WA_INVALID_ARGUMENT',
      field: 'to',
    });
  });

  test("Brazil's ninth digit is asked for, not guessed", async () => {
    const friend = bridge.sandbox.contact('5511987654321', { registeredAs: '551187654321' });
    const sent = await bridge.session.sendMessage('+55 11 98765-4321', 'oi');
    expect(sent.to.wid).toBe('551187654321@c.us');
    await until('its arrival', () => friend.arrivals.length === 1);
  });
});

describe('one account', () => {
  /** @type {Awaited<ReturnType<typeof startBridge>>} */
  let bridge;
  afterEach(() => bridge?.end());

  test('before linking, a send says so at once and the session is usable', async () => {
    bridge = await startBridge();
    await expect(bridge.session.sendMessage(FRIEND, 'x')).rejects.toMatchObject({ code: 'ERR_WA_NOT_LINKED' });
    expect((await bridge.session.generateQr()).state).toBe('qr');
  });

  test('offline: it does not leave, says so in time, and later sends work', async () => {
    bridge = await startBridge();
    await link(bridge);
    const friend = bridge.sandbox.contact(FRIEND);
    bridge.sandbox.faults.offline();
    await until('the disconnection', () => bridge.session.status().state === 'disconnected');
    const began = Date.now();
    const error = await bridge.session.sendMessage(FRIEND, 'offline', { timeoutMs: 3_000 }).catch((e) => e);
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(error).toMatchObject({ code: 'ERR_WA_SEND_TIMEOUT', retryable: true });
    bridge.sandbox.faults.online();
    await expect(bridge.session.sendMessage(FRIEND, 'online')).resolves.toMatchObject({ id: expect.any(String) });
    await until('the later one', () => friend.arrivals.length > 0);
    expect(friend.arrivals.map((arrival) => arrival.text)).toEqual(['online']);
  });

  test('a send call that the page never answers is bounded and settles', async () => {
    bridge = await startBridge();
    await link(bridge);
    bridge.sandbox.contact(FRIEND);
    bridge.sandbox.faults.hang('queryWidExists', { times: 1 });
    const error = await bridge.session.sendMessage(FRIEND, 'hang', { timeoutMs: 2_000 }).catch((e) => e);
    expect(error).toMatchObject({ code: 'ERR_WA_SEND_TIMEOUT', retryable: true });
    await expect(bridge.session.sendMessage(FRIEND, 'after')).resolves.toMatchObject({ id: expect.any(String) });
  });
});
