// @ts-check
'use strict';

const { startSandbox } = require('../../sandbox');
const { launchChromium } = require('../support/chromium');
const { look, openPage, readScreen } = require('../support/whatsapp-page');

/** @type {any} */ let browser;
/** @type {any} */ let sandbox;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

test('an unknown module gives undefined and an error on the console; unguarded it throws', async () => {
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  const said = page.waitForEvent('console');
  expect(await look(page, `m('WAWebNoSuchThing')`)).toBeUndefined();
  expect((await said).text()).toBe('Requiring unknown module "WAWebNoSuchThing"');
  await look(page, `m('ErrorGuard').skipGuardGlobal(true)`);
  await expect(look(page, `m('WAWebNoSuchThing')`)).rejects.toThrow('Requiring unknown module "WAWebNoSuchThing"');
});

test('require gives a default export itself, importNamespace wraps it', async () => {
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  expect(await look(page, `typeof m('WAWebMsgKey').newId`)).toBe('function');
  expect(await look(page, `importNamespace('WAWebMsgKey').default === m('WAWebMsgKey')`)).toBe(true);
  expect(await look(page, `importNamespace('WAWebCmd') === m('WAWebCmd')`)).toBe(true);
  expect(await look(page, `typeof m('__debug').modulesMap.WAWebCmd.factory`)).toBe('function');
});

test('a missing, a renamed and a lazy module; the page lives on', async () => {
  sandbox.faults.module('WAWebQueryExistsJob', 'missing');
  sandbox.faults.module('WAWebCmd', { renamed: 'WAWebCmdNext' });
  sandbox.faults.module('WAWebFindChatAction', { lazy: 'WAWebNewGroupFlow.react' });
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  expect(await look(page, `m('WAWebQueryExistsJob')`)).toBeUndefined();
  expect(await look(page, `'WAWebQueryExistsJob' in m('__debug').modulesMap`)).toBe(false);
  expect(await look(page, `[m('WAWebCmd'), typeof m('WAWebCmdNext').Cmd.on]`)).toEqual([undefined, 'function']);
  expect(await look(page, `m('WAWebFindChatAction')`)).toBeUndefined();
  await look(page, `new Promise((done) => m('Bootloader').loadModules(['WAWebNewGroupFlow.react'], done, 'test'))`);
  expect(await look(page, `typeof m('WAWebFindChatAction').findOrCreateLatestChat`)).toBe('function');
  sandbox.faults.clear();
  await page.reload();
  await readScreen(page);
  expect(await look(page, `typeof m('WAWebQueryExistsJob').queryWidExists`)).toBe('function');
});

test('the Bootloader knows its components and throws at once for a strange one', async () => {
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  expect(await look(page, `m('Bootloader').__debug.componentMap.has('WAWebMediaForwardMediaMsg')`)).toBe(true);
  await expect(look(page, `m('Bootloader').loadModules(['WAWebNo.react'], () => {})`)).rejects.toThrow('WAWebNo.react');
});

test('a missing and a renamed export, nested ones too', async () => {
  sandbox.faults.export('WAWebUserPrefsMeUser', 'getMaybeMePnUser', { renamed: 'getMaybeMeUser' });
  sandbox.faults.export('WAWebCmd', 'Cmd.refreshQR', 'missing');
  sandbox.faults.export('WAWebMsgKey', 'newId', 'missing');
  const page = await openPage(browser, sandbox);
  await readScreen(page);
  const me = `m('WAWebUserPrefsMeUser')`;
  expect(await look(page, `[typeof ${me}.getMaybeMePnUser, typeof ${me}.getMaybeMeUser]`)).toEqual([
    'undefined',
    'function',
  ]);
  expect(await look(page, `'getMaybeMePnUser' in ${me}`)).toBe(false);
  expect(await look(page, `[typeof m('WAWebCmd').Cmd.refreshQR, typeof m('WAWebCmd').Cmd.on]`)).toEqual([
    'undefined',
    'function',
  ]);
  expect(await look(page, `typeof m('WAWebMsgKey').newId`)).toBe('undefined');
  const key = `new (m('WAWebMsgKey'))({ fromMe: true, remote: m('WAWebWidFactory').createWid('1234567@c.us'), id: 'A' })`;
  expect(await look(page, `String(${key})`)).toBe('true_1234567@c.us_A');
});

describe('models', () => {
  test('change:<attr> (model, new, previous), change, several names in one string, once and off', async () => {
    const page = await openPage(browser, sandbox);
    await readScreen(page);
    const heard = await page.evaluate(() => {
      const { Stream } = /** @type {any} */ (window).require('WAWebStreamModel');
      const heard = /** @type {any[]} */ ([]);
      const onChange = (/** @type {any} */ model, /** @type {any} */ now, /** @type {any} */ before) =>
        heard.push([model === Stream, now, before]);
      Stream.on('change:available change:uiActive', onChange);
      Stream.once('change', (/** @type {any} */ model) => heard.push(['change', model === Stream]));
      Stream.available = true;
      Stream.set({ uiActive: true });
      Stream.off('change:available', onChange);
      Stream.available = false;
      return heard;
    });
    expect(heard).toEqual([
      [true, true, false],
      ['change', true],
      [true, true, undefined],
    ]);
  });

  test('serialize gives props only', async () => {
    const page = await openPage(browser, sandbox);
    await readScreen(page);
    const values = await look(page, `m('WAWebConnModel').Conn.serialize()`);
    expect(values).toHaveProperty('ref');
    expect(values).not.toHaveProperty('refExpiry');
    expect(await look(page, `JSON.parse(JSON.stringify(m('WAWebConnModel').Conn)).ref`)).toBe(values.ref);
    expect(await look(page, `m('WAWebConnModel').Conn.refExpiry > Date.now()`)).toBe(true);
  });
});
