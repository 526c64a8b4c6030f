// @ts-check
'use strict';

const { node } = require('../subjects');

/** How many browsers a hundred calls at once start. */
module.exports = {
  name: 'one-browser',
  /** @param {{ stage: import('../lib/stage').Stage }} bench */
  async run({ stage }) {
    const { log } = stage.sandbox;
    const from = log.length;
    const program = node(stage, 'hundred', stage.folder('hundred'));
    /** @type {Set<number>} */
    const browsers = new Set();
    try {
      const all = await program.until('all codes', () => {
        for (const pid of program.browsers()) browsers.add(pid);
        return program.told.find((message) => message.type === 'all' || message.type === 'failed');
      });
      if (all.type === 'failed') throw program.fault(all.problem);
      const pages = log.slice(from).filter((entry) => entry.kind === 'page-connected').length;
      const row = (/** @type {string} */ id, /** @type {string} */ title, /** @type {number} */ ours) => {
        return { id, title, unit: '', compare: 'count', atMost: 1, rounds: [{ ours }] };
      };
      return [
        row('browsers-of-100', `Browsers started by ${all.calls} calls of generateQr() at once`, browsers.size),
        row('pages-of-100', 'Pages of WhatsApp Web that they opened', pages),
        row('codes-of-100', 'Different codes that they got', all.codes),
      ];
    } finally {
      await program.end(() => program.order({ type: 'end' }));
    }
  },
};
