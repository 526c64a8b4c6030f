// @ts-check
'use strict';

const { startBridge, link, until } = require('../support/bridge');

describe.each(['$1', '_serialized'])('with MsgKey.%s', (msgKeyStyle) => {
  /** @type {Awaited<ReturnType<typeof startBridge>>} */
  let bridge;
  beforeAll(async () => {
    bridge = await startBridge({ sandbox: { msgKeyStyle: /** @type {any} */ (msgKeyStyle) } });
    await link(bridge);
  });
  afterAll(() => bridge?.end());

  test('a text reaches the handler with its sender, once', async () => {
    const friend = bridge.sandbox.contact('919876543210', { pushName: 'Asha' });
    /** @type {import('../..').Message[]} */
    const got = [];
    const off = bridge.session.onMessage((message) => got.push(message));
    const sent = await friend.send('Hi there');
    await until('the message', () => got.length > 0);
    expect(got[0]).toMatchObject({
      id: sent.serialized,
      from: { phone: '919876543210', wid: '919876543210@c.us', name: 'Asha' },
      text: 'Hi there',
      type: 'chat',
      fromMe: false,
      late: false,
      redelivered: 0,
    });
    expect(got[0].timestamp).toBeInstanceOf(Date);
    const answer = await got[0].reply('Hello Asha');
    await until('the answer', () => friend.arrivals.some((arrival) => arrival.id === answer.id));
    expect(got).toHaveLength(1);
    expect(bridge.session.status().unhandledMessages).toBe(0);
    off();
  });

  test('a message waits for the first handler, and comes again to one that threw', async () => {
    const friend = bridge.sandbox.contact('919876543211');
    await friend.send('nobody listens yet');
    await until('a waiting message', () => bridge.session.status().unhandledMessages === 1);
    /** @type {number[]} */
    const redelivered = [];
    const off = bridge.session.onMessage((message) => {
      redelivered.push(message.redelivered);
      if (message.redelivered === 0) throw new Error('not yet');
    });
    await until('the second delivery', () => redelivered.length === 2);
    expect(redelivered).toEqual([0, 1]);
    await until('handled', () => bridge.session.status().unhandledMessages === 0);
    off();
  });

  test('the iterator marks a message handled on the following next()', async () => {
    const friend = bridge.sandbox.contact('919876543212');
    const stop = new AbortController();
    const messages = bridge.session.messages({ signal: stop.signal });
    const first = messages.next();
    await friend.send('one');
    expect((await first).value.text).toBe('one');
    expect(bridge.session.status().unhandledMessages).toBe(1);
    const second = messages.next();
    await until('handled', () => bridge.session.status().unhandledMessages === 0);
    await friend.send('two');
    expect((await second).value.text).toBe('two');
    await messages.return?.();
    stop.abort();
  });

  test("what the owner writes on the phone is not told as somebody's message", async () => {
    const friend = bridge.sandbox.contact('919876543213');
    /** @type {string[]} */
    const texts = [];
    const off = bridge.session.onMessage((message) => texts.push(String(message.text)));
    await bridge.sandbox.phone.send(friend.phone, 'from the phone itself');
    await friend.send('a real one');
    await until('the real one', () => texts.includes('a real one'));
    expect(texts).not.toContain('from the phone itself');
    off();
  });
});

test('messages of the time while the process was away are told late; older than the link never', async () => {
  const bridge = await startBridge();
  try {
    const friend = bridge.sandbox.contact('919876543210');
    await friend.send('before the link');
    await link(bridge);
    /** @type {[string, boolean][]} */
    const got = [];
    bridge.session.onMessage((message) => got.push([String(message.text), message.late]));
    await bridge.session.close();
    await friend.send('while away');
    await bridge.session.start();
    await until('the late one', () => got.length > 0);
    expect(got).toEqual([['while away', true]]);
  } finally {
    await bridge.end();
  }
});
