// @ts-check
'use strict';

/** What happened, in order; `watch` hears every entry from now on. */
function createLog() {
  /** @type {{ at: Date, kind: string, detail?: unknown }[]} */
  const entries = [];
  /** @type {Set<(entry: { at: Date, kind: string, detail?: unknown }) => void>} */
  const watchers = new Set();
  const write = (/** @type {string} */ kind, /** @type {unknown} */ detail) => {
    const entry = { at: new Date(), kind, detail };
    entries.push(entry);
    for (const watch of watchers) watch(entry);
  };
  return Object.assign(write, {
    entries,
    /** @param {(entry: { at: Date, kind: string, detail?: unknown }) => void} watcher @returns {() => void} */
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  });
}

module.exports = { createLog };
