// @ts-check
'use strict';
// Every wrong argument is named, and nothing starts for it.

const wa = require('..');

const any = /** @type {any} */ (wa);
const session = wa.session('arguments');
const unstarted = () => expect(session.status().state).toBe('stopped');

/** @param {() => unknown} call @returns {Promise<any>} */
async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** @param {() => unknown} call @param {Function} type @param {string} field @param {string} message */
async function refused(call, type, field, message) {
  const error = await errorOf(call);
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ code: 'ERR_WA_INVALID_ARGUMENT', field, message });
  expect(error.hint).toEqual(expect.any(String));
  unstarted();
}

describe.each(
  /** @type {Array<[string, (...args: any[]) => unknown, Array<[any[], Function, string, string]>]>} */ ([
    [
      'generateQr',
      any.generateQr,
      [
        [[{ timeoutMs: '5s' }], TypeError, 'options.timeoutMs', 'must be a positive integer, got "5s"'],
        [[{ timeoutMs: 0 }], RangeError, 'options.timeoutMs', 'must be an integer from 1 to 600000, got 0'],
        [[{ timeoutMs: 1.5 }], RangeError, 'options.timeoutMs', 'must be an integer from 1 to 600000, got 1.5'],
        [[{ timeoutMs: Number.NaN }], RangeError, 'options.timeoutMs', 'must be an integer from 1 to 600000, got NaN'],
        [[{ timeoutMs: null }], TypeError, 'options.timeoutMs', 'must be a positive integer, got null'],
        [[{ minTtlMs: -1 }], RangeError, 'options.minTtlMs', 'must be an integer from 0 to 60000, got -1'],
        [[{ signal: {} }], TypeError, 'options.signal', 'must be an AbortSignal, got an object'],
        [[{ timeout: 5 }], TypeError, 'options.timeout', 'is not an option (there are timeoutMs, minTtlMs, signal)'],
        [[5], TypeError, 'options', 'must be an object, got 5'],
        [[null], TypeError, 'options', 'must be an object, got null'],
        [[[]], TypeError, 'options', 'must be an object, got an array'],
      ],
    ],
    [
      'start',
      any.start,
      [
        [[{ takeover: 'yes' }], TypeError, 'options.takeover', 'must be a boolean, got "yes"'],
        [[{ timeoutMs: 600_001 }], RangeError, 'options.timeoutMs', 'must be an integer from 1 to 600000, got 600001'],
      ],
    ],
    [
      'login',
      any.login,
      [[[{ timeoutMs: [] }], TypeError, 'options.timeoutMs', 'must be a positive integer, got an array']],
    ],
    [
      'onAuth',
      any.onAuth,
      [
        [[], TypeError, 'listener', 'must be a function, got undefined'],
        [[() => {}, { key: 1 }], TypeError, 'options.key', 'must be a string, got 1'],
        [[() => {}, { key: '' }], TypeError, 'options.key', 'must not be empty'],
      ],
    ],
    ['onMessage', any.onMessage, [[['x'], TypeError, 'handler', 'must be a function, got "x"']]],
    ['messages', any.messages, [[[{ signal: 1 }], TypeError, 'options.signal', 'must be an AbortSignal, got 1']]],
    ['messageStatus', any.messageStatus, [[[''], TypeError, 'id', 'must not be empty']]],
    [
      'sendMessage',
      any.sendMessage,
      [
        [[919876543210, 'x'], TypeError, 'to', 'must be a phone number or a WhatsApp id as a string, got 919876543210'],
        [['', 'x'], TypeError, 'to', 'must not be empty'],
        [['+919876543210', ''], TypeError, 'content', 'must not be empty'],
        [['+919876543210', ' \n'], TypeError, 'content', 'must not be empty'],
        [['+919876543210'], TypeError, 'content', 'must be a string or { text }, got undefined'],
        [['+919876543210', { text: '' }], TypeError, 'content.text', 'must not be empty'],
        [['+919876543210', { text: 5 }], TypeError, 'content.text', 'must be a string, got 5'],
        [['+919876543210', {}], TypeError, 'content.text', 'must be a string, got undefined'],
        [['+919876543210', { image: 'x' }], TypeError, 'content.image', 'is not an option (there are text)'],
        [['+919876543210', 'x'.repeat(70_000)], RangeError, 'content', 'must have at most 65536 characters, got 70000'],
        [
          ['+919876543210', '\ud800'],
          TypeError,
          'content',
          'must be well-formed Unicode; it holds half of a surrogate pair',
        ],
        [['+919876543210', 'x', { allowSelf: 1 }], TypeError, 'options.allowSelf', 'must be a boolean, got 1'],
        [
          ['+919876543210', 'x', { retries: 1 }],
          TypeError,
          'options.retries',
          'is not an option (there are timeoutMs, allowSelf, signal)',
        ],
      ],
    ],
    [
      'session',
      any.session,
      [
        [['a b'], TypeError, 'clientId', 'must be 1 to 64 letters, digits, "_" or "-", got "a b"'],
        [['../x'], TypeError, 'clientId', 'must be 1 to 64 letters, digits, "_" or "-", got "../x"'],
        [[''], TypeError, 'clientId', 'must be 1 to 64 letters, digits, "_" or "-", got ""'],
        [
          ['x', { clientId: 'y' }],
          TypeError,
          'options.clientId',
          'is not an option (there are dataDir, webUrl, browser, defaultRegion, deviceName, logger)',
        ],
        [
          ['x', { browser: { args: '--x' } }],
          TypeError,
          'options.browser.args',
          'must be an array of strings, got "--x"',
        ],
        [['x', { browser: { args: [1] } }], TypeError, 'options.browser.args[0]', 'must be a string, got 1'],
        [
          ['x', { browser: { args: ['--user-data-dir=/x'] } }],
          TypeError,
          'options.browser.args[0]',
          'must not be one that wa-bridge sets itself, got "--user-data-dir=/x"',
        ],
        [['x', { browser: { headless: 'no' } }], TypeError, 'options.browser.headless', 'must be a boolean, got "no"'],
        [
          ['x', { webUrl: 'web.whatsapp.com' }],
          TypeError,
          'options.webUrl',
          'must be an http or https URL, got "web.whatsapp.com"',
        ],
        [
          ['x', { dataDir: '/app/.next/data' }],
          TypeError,
          'options.dataDir',
          'must not lie inside .next, which a build would wipe (/app/.next/data)',
        ],
        [
          ['x', { defaultRegion: 'India' }],
          TypeError,
          'options.defaultRegion',
          'must be an ISO 3166 country code such as "IN", got "India"',
        ],
        [['x', { logger: {} }], TypeError, 'options.logger', 'must be a function, got an object'],
      ],
    ],
    [
      'configure',
      any.configure,
      [[[{ clientId: 5 }], TypeError, 'options.clientId', 'must be 1 to 64 letters, digits, "_" or "-", got 5']],
    ],
  ]),
)('%s', (_name, call, rows) => {
  test.each(rows)('%j', (args, type, field, problem) =>
    refused(() => call(...args), type, field, `${field} ${problem}`),
  );
});

test.each([
  [
    '9876543210',
    /must be a phone number in international form or a WhatsApp id, got "9876543210" \(write its country code/,
  ],
  ['someone@example.com', /must be a phone number in international form or a WhatsApp id, got "someone@example.com"/],
])('sendMessage refuses %s, which native code reads', async (to, message) => {
  const error = await errorOf(() => session.sendMessage(to, 'hello'));
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({
    code: 'ERR_WA_INVALID_ARGUMENT',
    field: 'to',
    message: expect.stringMatching(message),
  });
  unstarted();
});

test('a signal that was aborted before starts nothing and gives its own reason', async () => {
  const reason = new Error('the page was left');
  const signal = AbortSignal.abort(reason);
  expect(await errorOf(() => session.generateQr({ signal }))).toBe(reason);
  expect(await errorOf(() => session.sendMessage('+919876543210', 'x', { signal }))).toBe(reason);
  expect(await errorOf(() => session.start({ signal }))).toBe(reason);
  expect(await errorOf(() => session.messages({ signal }).next())).toBe(reason);
  const events = [];
  for await (const event of session.login({ signal })) events.push(event);
  expect(events).toEqual([{ type: 'cancelled' }]);
  unstarted();
});

test('an argument error is thrown where the call was made', async () => {
  const error = await errorOf(() => session.sendMessage('9876543210', 'x'));
  expect(error.stack.split('\n')[1]).toContain('arguments.test.js');
});
