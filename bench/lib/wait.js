// @ts-check
'use strict';

const { setTimeout: delay } = require('node:timers/promises');

/**
 * Polls until `condition()` is truthy, and gives that value.
 * @template T
 * @param {string} what @param {() => T | Promise<T>} condition
 * @param {{ withinMs: number, everyMs?: number }} times
 * @returns {Promise<NonNullable<T>>} rejects when it does not come in time
 */
async function until(what, condition, { withinMs, everyMs = 10 }) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value) return /** @type {NonNullable<T>} */ (value);
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await delay(everyMs);
  }
}

module.exports = { delay, until };
