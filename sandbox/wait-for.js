// @ts-check
'use strict';

const POLL_MS = 15;

/**
 * Waits until `predicate()` is truthy.
 * @template T
 * @param {() => T | Promise<T>} predicate @param {string} [what] @param {number} [timeoutMs]
 * @returns {Promise<NonNullable<T>>} that value; rejects after `timeoutMs` and says what it waited for
 */
async function waitFor(predicate, what = 'a condition', timeoutMs = 10_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await predicate();
    if (value) return /** @type {NonNullable<T>} */ (value);
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

module.exports = { waitFor };
