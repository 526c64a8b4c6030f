// @ts-check
'use strict';

/** The sandbox's timers: none keeps Node alive, and `clear()` ends all. */
class Timers {
  constructor() {
    /** @type {Set<NodeJS.Timeout>} */
    this.running = new Set();
  }

  /** Runs `action` after `ms`; 0 means in a later turn of the event loop. */
  after(/** @type {number} */ ms, /** @type {() => void} */ action) {
    const timer = setTimeout(() => {
      this.running.delete(timer);
      action();
    }, ms);
    timer.unref();
    this.running.add(timer);
    return () => {
      clearTimeout(timer);
      this.running.delete(timer);
    };
  }

  clear() {
    for (const timer of this.running) clearTimeout(timer);
    this.running.clear();
  }
}

module.exports = { Timers };
