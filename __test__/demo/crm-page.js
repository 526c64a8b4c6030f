// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const pictures = path.resolve(__dirname, '..', '..', 'artifacts', 'demo');
const LOGIN = '/admin/crm/whatsapp/qr-login';
const LEADS = '/admin/crm/leads';
/** More than one code's life, with the test's speed. */
const LINK_MS = 45_000;

/** @typedef {import('playwright-core').Page} Page */

/** What a person does on the pages of the example. */
class CrmPage {
  /** @param {Page} page @param {string} url */
  constructor(page, url) {
    this.page = page;
    this.url = url;
    this.code = page.getByRole('img', { name: /QR code/ });
    this.phone = page.getByRole('complementary', { name: 'Sandbox phone' });
    this.scanButton = this.phone.getByRole('button', { name: 'Scan the QR on screen' });
    this.linkedFacts = page.getByText('WhatsApp id');
  }

  async openLogin() {
    await this.page.goto(`${this.url}${LOGIN}`);
  }

  /** @param {string} name */
  async openLead(name) {
    await this.page.goto(`${this.url}${LEADS}`);
    await this.page.getByRole('link', { name: new RegExp(name) }).click();
    await this.box().waitFor();
  }

  box() {
    return this.page.getByRole('textbox', { name: /^Message to/ });
  }

  /** A message in the conversation. @param {string} text */
  bubble(text) {
    return this.page
      .getByRole('log', { name: /^Conversation/ })
      .getByRole('listitem')
      .filter({ hasText: text });
  }

  /** @param {string} name */
  async generate(name) {
    await this.page.getByLabel('Account name').fill(name);
    await this.page.getByRole('button', { name: /Generate QR|Try again/ }).click();
    await this.code.waitFor();
  }

  /** Scans until the phone asks: a code may rotate between the look and the tap, and the phone then says so. */
  async scan(press = () => this.scanButton.click()) {
    const ask = this.phone.getByRole('group', { name: 'Link a new device?' });
    const refused = this.phone.getByText(/no longer valid/);
    const deadline = Date.now() + LINK_MS;
    while (Date.now() < deadline) {
      await press();
      await ask.or(refused).first().waitFor();
      if (await ask.isVisible()) return;
    }
    throw new Error('the phone refused every code');
  }

  /** @param {'Confirm' | 'Refuse'} word */
  async answerLink(word) {
    await this.phone.getByRole('button', { name: word }).click();
  }

  /** @param {'Your phone' | 'Customers'} tab */
  async onPhone(tab) {
    await this.phone.getByRole('tab', { name: tab }).click();
  }

  /** @param {string} button @param {string} [confirm] */
  async askAndConfirm(button, confirm = button) {
    await this.page.getByRole('button', { name: button }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: confirm }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /**
   * Presses Tab until the wanted element has the focus.
   * @param {import('playwright-core').Locator} wanted
   */
  async tabTo(wanted) {
    const element = await wanted.elementHandle();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await this.page.evaluate((node) => node === document.activeElement, element)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${wanted}`);
  }

  /** @param {string} name */
  async picture(name) {
    fs.mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
  }

  /** Faults that axe-core finds against WCAG 2.1 A and AA, in both colour schemes. @returns {Promise<string[]>} */
  async accessibilityFaults() {
    const found = [];
    for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
      await this.page.emulateMedia({ colorScheme });
      // Colours that are still on their way are nobody's fault.
      await this.page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
      await this.page.addScriptTag({ path: require.resolve('axe-core') });
      const { violations } = await this.page.evaluate(() =>
        /** @type {any} */ (window).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
      );
      for (const { id, nodes } of violations) {
        for (const { html, failureSummary } of nodes) found.push(`${colorScheme}: ${id}: ${html}: ${failureSummary}`);
      }
    }
    return found;
  }
}

module.exports = { CrmPage, LINK_MS };
