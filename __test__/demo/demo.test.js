// @ts-check
'use strict';
// The demo as a person uses it: one command, a browser, and the phone beside the page. The tests are one story and run in order.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { chromiumPath, launchChromium } = require('../support/chromium');
const { until } = require('../support/bridge');
const { CrmPage, LINK_MS } = require('./crm-page');
const { startDemo } = require('./demo-command');

jest.setTimeout(90_000);

const env = { WA_BRIDGE_CHROME: chromiumPath() };
/** @type {string} */
let data;
/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {CrmPage} */
let crm;
/** The first code that was on the screen, as a picture. */
let firstCode = '';
/** @type {string[]} */
const pageErrors = [];

/** The step that did not come to its end: the later ones stand on it. @type {string | null} */
let stoppedAt = null;

/** @param {string} name @param {() => Promise<void>} work */
function step(name, work) {
  test(name, async () => {
    if (stoppedAt) throw new Error(`not tried, because this failed: ${stoppedAt}`);
    stoppedAt = name;
    await work();
    stoppedAt = null;
  });
}

beforeAll(async () => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'wa-bridge-demo-'));
  demo = await startDemo({ data, env });
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => pageErrors.push(error.message));
  crm = new CrmPage(page, demo.url);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
  // The browser ends a moment after its server, and writes until then.
  await fs.promises.rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

step('a name is asked for before anything starts', async () => {
  await crm.openLogin();
  await crm.page.getByRole('button', { name: 'Generate QR' }).click();
  await crm.page.getByText('Give the account a name first.').waitFor();
  await crm.phone.getByRole('button', { name: 'Scan the QR on screen' }).click();
  await crm.phone.getByText('There is no code to scan on the screen.').waitFor();
  await crm.picture('01-name');
  expect(await crm.accessibilityFaults()).toEqual([]);
});

step('Generate QR shows a live code that counts down and rotates', async () => {
  await crm.generate('Sales team');
  await crm.page
    .getByRole('timer')
    .getByText(/\d:\d\d/)
    .waitFor();
  await crm.picture('02-code');
  firstCode = String(await crm.code.getAttribute('src'));
  const late = await crm.page.context().newPage();
  await late.goto(crm.page.url());
  // A page opened late shows a code at once, though it did not ask for one.
  await late.getByRole('img', { name: /QR code/ }).waitFor();
  await late.close();
  await crm.page.waitForFunction(
    (src) => document.querySelector('#whatsapp-qr')?.getAttribute('src') !== src,
    firstCode,
    {
      timeout: LINK_MS,
    },
  );
});

step('the phone refuses a code that has been replaced, and says so', async () => {
  // Two rotations ago: the server takes the last one a little longer, for a scan that is under way.
  const seen = { stale: firstCode, now: await crm.code.getAttribute('src') };
  await crm.page.waitForFunction(
    ({ stale, now }) => {
      const picture = document.querySelector('#whatsapp-qr');
      if (!picture || picture.getAttribute('src') === now) return false;
      // As if the page had not noticed the rotations.
      picture.setAttribute('src', stale);
      const buttons = [...document.querySelectorAll('button')];
      buttons.find((button) => /Scan the QR/.test(button.textContent ?? ''))?.click();
      return true;
    },
    seen,
    { timeout: LINK_MS },
  );
  await crm.phone.getByText('This code is no longer valid. Scan the one on the screen now.').waitFor();
  await crm.picture('03-stale-code');
});

step('a link that the phone refuses is told, and a new code follows', async () => {
  await crm.page.reload();
  await crm.code.waitFor();
  await crm.scan();
  await crm.page.getByRole('heading', { name: 'Code scanned' }).waitFor();
  await crm.picture('04-scanned');
  await crm.answerLink('Refuse');
  await crm.page.getByText('ERR_WA_LINK_REFUSED').waitFor();
  await crm.code.waitFor();
  await crm.picture('05-refused');
});

step('scan and confirm: the account is connected', async () => {
  await crm.scan();
  await crm.answerLink('Confirm');
  await crm.linkedFacts.waitFor({ timeout: LINK_MS });
  const facts = crm.page.getByRole('main');
  for (const fact of ['+919800000001', 'Harbour Sales', 'Android', '919800000001@c.us']) {
    await facts.getByText(fact, { exact: true }).waitFor();
  }
  await crm.phone.getByText('Active now').waitFor();
  await crm.picture('06-connected');
  expect(await crm.accessibilityFaults()).toEqual([]);
});

step('a message to a lead arrives on their phone, and their answer in the conversation', async () => {
  await crm.openLead('Asha');
  await crm.box().fill('Hello Asha, your order is on its way.');
  await crm.page.getByRole('button', { name: 'Send' }).first().click();
  await crm.bubble('your order').waitFor();
  await crm.onPhone('Customers');
  const phone = crm.phone.getByRole('log');
  await phone.getByText('Hello Asha, your order is on its way.').waitFor();
  await crm.phone.getByRole('textbox', { name: 'Answer as Asha' }).fill('Thank you! When does it arrive?');
  await crm.page.keyboard.press('Enter');
  await crm.bubble('When does it arrive').waitFor();
  await crm.phone.getByRole('button', { name: 'Mark as read' }).click();
  await crm.bubble('your order').getByRole('img', { name: 'Read' }).waitFor();
  expect(await phone.getByRole('listitem').locator('.bubble-text').allTextContents()).toEqual([
    'Hello Asha, your order is on its way.',
    'Thank you! When does it arrive?',
  ]);
  const texts = await crm.bubble('').locator('.bubble-text').allTextContents();
  expect(texts).toEqual(['Hello Asha, your order is on its way.', 'Thank you! When does it arrive?']);
  await crm.picture('07-conversation');
  expect(await crm.accessibilityFaults()).toEqual([]);
});

step('a stranger who writes becomes a lead', async () => {
  const { page } = crm;
  const contact = { phone: '4915112345678', options: { pushName: 'Dana Fischer' } };
  // What another site's page could send without asking is not passed on.
  const headers = { 'content-type': 'text/plain' };
  const foreign = await page.request.post(`${crm.url}/api/sandbox/phone/logout`, { headers, data: '{}' });
  expect(foreign.status()).toBe(415);
  await page.request.post(`${crm.url}/api/sandbox/contact`, { data: contact });
  await page.goto(`${crm.url}/admin/crm/leads`);
  await page.getByRole('heading', { name: 'Leads' }).waitFor();
  await page.request.post(`${crm.url}/api/sandbox/contact/send`, {
    data: { phone: contact.phone, text: 'Is it open?' },
  });
  await page.getByRole('link', { name: /Dana Fischer.*Is it open/ }).waitFor();
  await crm.picture('08-leads');
  expect(await crm.accessibilityFaults()).toEqual([]);
});

step('a number that is not on WhatsApp: the error says what to do, and the text stays', async () => {
  await crm.openLead('landline');
  await crm.box().fill('Are you there?');
  await crm.page.keyboard.press('Enter');
  const alert = crm.page.getByRole('main').getByRole('alert');
  await alert.getByText('ERR_WA_NOT_ON_WHATSAPP').waitFor();
  expect((await alert.locator('.problem-hint').textContent())?.length).toBeGreaterThan(10);
  expect(await crm.box().inputValue()).toBe('Are you there?');
  await crm.picture('09-not-on-whatsapp');
  expect(await crm.accessibilityFaults()).toEqual([]);
});

step('by keyboard alone: from the list to a sent message', async () => {
  const { page } = crm;
  await page.goto(`${crm.url}/admin/crm/leads`);
  await crm.tabTo(page.getByRole('link', { name: /Bruno/ }));
  await page.keyboard.press('Enter');
  await crm.box().waitFor();
  await crm.tabTo(crm.box());
  await page.keyboard.type('First line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  await page.keyboard.press('Control+Enter');
  await crm
    .bubble('second line')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor();
  // The server's ack comes before the message is on the other phone.
  const texts = await until('the arrival', async () => {
    const contact = await page.request.get(`${crm.url}/api/sandbox/contact?phone=5511987654321`);
    const { arrivals } = await contact.json();
    return arrivals.length > 0 && arrivals.map((/** @type {any} */ arrival) => arrival.text);
  });
  expect(texts).toEqual(['First line\nsecond line']);
});

step('after a restart of the server the account is connected without a scan', async () => {
  expect(await demo.stop()).toBe(0);
  demo = await startDemo({ data, env, port: demo.port });
  // The page that stayed open connects again by itself.
  await crm.page.getByRole('link', { name: 'WhatsApp: Connected' }).waitFor({ timeout: LINK_MS });
  await crm.openLead('Asha');
  await crm.box().fill('We are back.');
  await crm.page.keyboard.press('Enter');
  await crm
    .bubble('We are back.')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor();
  const { devices } = await (await crm.page.request.get(`${crm.url}/api/sandbox/phone`)).json();
  expect(devices).toHaveLength(1);
});

step('on a small screen the phone is a drawer', async () => {
  const { page } = crm;
  await page.setViewportSize({ width: 390, height: 844 });
  await crm.bubble('We are back.').waitFor();
  await crm.picture('10-small');
  await crm.phone.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Phone' }).click();
  await crm.phone.getByRole('tab', { name: 'Your phone' }).waitFor();
  await crm.picture('11-small-phone');
  expect(await crm.accessibilityFaults()).toEqual([]);
  await page.keyboard.press('Escape');
  await crm.phone.waitFor({ state: 'hidden' });
  await page.setViewportSize({ width: 1440, height: 900 });
});

step('Disconnect asks first, then unlinks the device', async () => {
  await crm.openLogin();
  await crm.page.getByRole('button', { name: 'Disconnect' }).click();
  await crm.picture('12-disconnect');
  await crm.page.keyboard.press('Escape');
  await crm.linkedFacts.waitFor();
  await crm.askAndConfirm('Disconnect');
  await crm.page.getByRole('button', { name: 'Generate QR' }).waitFor();
  await crm.onPhone('Your phone');
  await crm.phone.getByText('None. Scan a code to link one.').waitFor();
  await crm.picture('13-disconnected');
});

step('by keyboard alone: from the name to a linked account, and Reset', async () => {
  const { page } = crm;
  await crm.openLogin();
  await crm.tabTo(page.getByLabel('Account name'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Support');
  await page.keyboard.press('Enter');
  await crm.code.waitFor();
  await crm.tabTo(crm.scanButton);
  await crm.scan(() => page.keyboard.press('Enter'));
  await crm.tabTo(crm.phone.getByRole('button', { name: 'Confirm' }));
  await page.keyboard.press('Enter');
  await crm.linkedFacts.waitFor({ timeout: LINK_MS });
  await crm.tabTo(page.getByRole('button', { name: 'Reset session' }));
  await page.keyboard.press('Enter');
  await crm.tabTo(page.getByRole('dialog').getByRole('button', { name: 'Reset session' }));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Generate QR' }).waitFor();
  await crm.picture('14-reset');
});

step('a message while no account is linked says so and stays in the box', async () => {
  await crm.openLead('Chloe');
  await crm.box().fill('Hello?');
  await crm.page.keyboard.press('Enter');
  await crm.page.getByText('ERR_WA_NOT_LINKED').waitFor();
  expect(await crm.box().inputValue()).toBe('Hello?');
  await crm.picture('15-not-linked');
});

step('the pages threw nothing', async () => {
  expect(pageErrors).toEqual([]);
});
