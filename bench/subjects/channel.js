// @ts-check
'use strict';
// What every measured Node process has: its settings from the command line, reports and orders over IPC.

/** @type {{ folder: string, chromium: string, route: string[], webUrl: string }} */
const settings = JSON.parse(process.argv[2]);

/** @param {string} type @param {object} [more] */
function tell(type, more) {
  process.send?.({ type, at: Date.now(), ...more });
}

/** @param {any} error */
function fail(error) {
  tell('failed', { problem: String(error?.stack ?? error) });
}

/**
 * Does what the bench orders, one order after the other, and ends with it.
 * @param {{
 *   send?: (order: { to: string, text: string }) => Promise<unknown>,
 *   sendInPage?: (order: { to: string, count: number }) => Promise<number[]>,
 *   end: () => Promise<unknown>,
 * }} acts
 */
function obey({ send, sendInPage, end }) {
  let ending = false;
  const leave = () => {
    if (ending) return;
    ending = true;
    end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('disconnect', leave);
  process.on('message', (/** @type {any} */ order) => {
    if (order.type === 'end') leave();
    if (order.type === 'send' && send) timeSends(send, order).then((ms) => tell('sent', { ms }), fail);
    if (order.type === 'sendInPage' && sendInPage) sendInPage(order).then((ms) => tell('sentInPage', { ms }), fail);
  });
}

/**
 * Sends one after the other; the first ones are for warming up and do not count.
 * @param {(order: { to: string, text: string }) => Promise<unknown>} send @param {{ to: string, warmUp: number, count: number }} order
 * @returns {Promise<number[]>} ms of each
 */
async function timeSends(send, { to, warmUp, count }) {
  const ms = [];
  for (let index = 0; index < warmUp + count; index += 1) {
    const before = performance.now();
    await send({ to, text: `message ${index}` });
    if (index >= warmUp) ms.push(performance.now() - before);
  }
  return ms;
}

module.exports = { settings, tell, fail, obey };
