// @ts-check
'use strict';

const { inTurns, rows, settledMemory } = require('../lib/rounds');
const { bareBrowser, client } = require('../subjects');

/** One fresh profile up to its first QR code. @param {() => import('../subjects').Login} open */
async function firstQr(open) {
  const login = open();
  try {
    const { at } = await login.qr();
    const ms = at - login.program.startedAt;
    return { ms, memory: await settledMemory(login.program), flags: login.program.browserArguments() };
  } finally {
    await login.end();
  }
}

/** Process start to the first QR code's text in Node, with nothing on disk, and the memory then. */
module.exports = {
  name: 'first-qr',
  /** @param {{ stage: import('../lib/stage').Stage, rounds: number }} bench */
  async run({ stage, rounds }) {
    /** @type {string[]} */
    let flags = [];
    const run = (/** @type {string} */ subject) => {
      const folder = stage.folder(subject);
      return firstQr(() =>
        subject === 'limit'
          ? bareBrowser(stage, flags, folder)
          : client(stage, /** @type {'ours' | 'peer'} */ (subject), folder),
      );
    };
    // One of each that does not count: files come from disk only once, and the bare browser needs our flags.
    ({ flags } = await run('ours'));
    for (const subject of ['peer', 'limit']) await run(subject);
    const results = await inTurns({ rounds, subjects: ['ours', 'peer', 'limit'], run });
    return [
      {
        id: 'first-qr',
        title: 'Process start to first QR code',
        unit: 'ms',
        compare: 'overLimit',
        atMost: 0.5,
        rounds: rows(results, (result) => result.ms),
      },
      {
        id: 'memory-qr',
        title: 'Memory while a QR code is shown (Node and browser)',
        unit: 'MiB',
        compare: 'ratio',
        atMost: 0.8,
        rounds: rows(results, (result) => result.memory.pss),
      },
      {
        id: 'private-memory-qr',
        title: 'Private memory while a QR code is shown',
        unit: 'MiB',
        compare: 'ratio',
        atMost: null,
        rounds: rows(results, (result) => result.memory.private),
      },
    ];
  },
};
