// @ts-check
'use strict';

const { phoneMessageId, parseWid } = require('../server/identity');
const { viewOf } = require('./message-view');

/**
 * The phone that owns the account.
 * @param {{ state: any, linking: any, messaging: any, calls: any, events: any }} parts
 * @returns {import('../index').Phone}
 */
function createPhone({ state, linking, messaging, calls, events }) {
  const seen = { count: state.messages.length };
  const deviceView = (/** @type {any} */ { id, name, platform, linkedAt }) => ({
    id,
    name,
    platform,
    linkedAt,
    online: !!events.pageOf(id)?.receiving,
  });

  return {
    account: { ...state.account },
    async scan(payload) {
      linking.scan(payload);
    },
    async confirm() {
      return deviceView(await linking.confirm());
    },
    async refuse() {
      linking.refuse();
    },
    get devices() {
      return state.devices.map(deviceView);
    },
    async logout(deviceId) {
      const ids = deviceId ? [deviceId] : state.devices.map((/** @type {any} */ device) => device.id);
      for (const id of ids) {
        const page = events.pageOf(id);
        calls.unlink(id);
        if (!page) continue;
        page.deviceId = null;
        page.receiving = false;
        page.push('logout', { reason: 'user_initiated' });
      }
    },
    get messages() {
      const count = linking.phoneOnline ? state.messages.length : seen.count;
      return state.messages.slice(0, count).map(viewOf);
    },
    async send(to, text) {
      const phone = /^\d+$/.test(to) ? to : parseWid(to).user;
      const contact = state.contact(
        state.contacts.has(phone) ? phone : (state.contactByWid(phone, parseWid(to).server)?.phone ?? phone),
      );
      const chat = state.chatWid(contact);
      const from = contact.lidAddressed ? `${state.account.lid}@lid` : `${state.account.phone}@c.us`;
      const id = phoneMessageId(state.account.platform);
      return viewOf(await messaging.fromAccount({ id, to: chat, from, text }));
    },
    setOnline(online) {
      seen.count = state.messages.length;
      linking.phoneOnline = online;
    },
  };
}

module.exports = { createPhone };
