// @ts-check
'use strict';

const { viewOf } = require('./message-view');

/**
 * A person on the other side.
 * @param {{ state: any, messaging: any }} parts @param {string} phone @param {import('../index').ContactOptions} [options]
 * @returns {import('../index').Contact}
 */
function createContact({ state, messaging }, phone, options) {
  if (!/^\d{7,15}$/.test(phone))
    throw new TypeError(`contact: phone must be 7 to 15 digits, got ${JSON.stringify(phone)}`);
  const person = state.contact(phone, options);
  return {
    phone,
    lid: person.lid,
    get arrivals() {
      return state.arrivalsOf(phone);
    },
    async send(text, { quoted } = {}) {
      return viewOf(messaging.fromContact(person, text, { quoted }));
    },
    async read() {
      messaging.readBy(person);
    },
    setOnline(online) {
      state.contact(phone, { online });
      if (online) messaging.contactCameOnline(person);
    },
  };
}

module.exports = { createContact };
