// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { inTurns, rows, settledMemory } = require('../lib/rounds');
const { percentile } = require('../lib/stats');
const { bareBrowser, client } = require('../subjects');

const FRIEND = '919876543210';
const WARM_UP = 3;

/** @typedef {import('../lib/stage').Stage} Stage */

/** Links an account once, so that the folder holds a login. @param {Stage} stage @param {'ours' | 'peer'} subject */
async function link(stage, subject) {
  const folder = stage.folder(`${subject}-linked`);
  const login = client(stage, subject, folder);
  try {
    const { payload } = await login.qr();
    await stage.sandbox.phone.scan(payload);
    await login.ready();
    return { folder, flags: login.program.browserArguments() };
  } finally {
    await login.end();
  }
}

/** The bare browser gets a copy of our login. @param {Stage} stage @param {string} linked */
function copyProfile(stage, linked) {
  const folder = stage.folder('limit-linked');
  const filter = (/** @type {string} */ source) => !path.basename(source).startsWith('Singleton');
  fs.cpSync(path.join(linked, 'data', 'bench', 'profile'), path.join(folder, 'profile'), { recursive: true, filter });
  return folder;
}

/** @param {{ stage: Stage, login: import('../subjects').Login, sends: number }} run */
async function restore({ stage, login, sends }) {
  try {
    const { at } = await login.ready();
    const ms = at - login.program.startedAt - stage.delays.syncMs;
    const memory = await settledMemory(login.program);
    if (sends === 0) return { ms, memory };
    const over = (/** @type {number[]} */ times) => {
      const values = times.map((each) => each - stage.delays.serverAckMs);
      return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
    };
    login.program.order({ type: 'send', to: FRIEND, warmUp: WARM_UP, count: sends });
    const send = over((await login.program.hears('sent')).ms);
    if (login.program.name !== 'peer') return { ms, memory, send };
    // Through the peer, because somebody has to bring the loop into the page.
    login.program.order({ type: 'sendInPage', to: FRIEND, count: sends });
    return { ms, memory, send, page: over((await login.program.hears('sentInPage')).ms) };
  } finally {
    await login.end();
  }
}

/** Process start to ready with a login on disk, the memory then, and sends one after the other. */
module.exports = {
  name: 'restored',
  /** @param {{ stage: Stage, rounds: number, sends: number }} bench */
  async run({ stage, rounds, sends }) {
    stage.sandbox.contact(FRIEND, { pushName: 'Ravi' });
    const ours = await link(stage, 'ours');
    const peer = await link(stage, 'peer');
    const limit = copyProfile(stage, ours.folder);
    const open = (/** @type {string} */ subject) => {
      if (subject === 'limit') return bareBrowser(stage, ours.flags, limit);
      return subject === 'ours' ? client(stage, 'ours', ours.folder) : client(stage, 'peer', peer.folder);
    };
    const run = (/** @type {string} */ subject) =>
      restore({ stage, login: open(subject), sends: subject === 'limit' ? 0 : sends });
    // One of each that does not count: the first start after a link still tidies up.
    for (const subject of ['ours', 'peer', 'limit']) await restore({ stage, login: open(subject), sends: 0 });
    return describe(await inTurns({ rounds, subjects: ['ours', 'peer', 'limit'], run }));
  },
};

/** The limit of a send is the page's own. @param {Record<string, any>[]} results @param {'p50' | 'p95'} share */
function sendRows(results, share) {
  const sends = results.map(({ ours, peer }) => ({ ours: ours.send, peer: peer.send, limit: peer.page }));
  return rows(sends, (send) => send[share]);
}

/** @param {Record<string, any>[]} results */
function describe(results) {
  return [
    {
      id: 'restored',
      title: 'Restored session: process start to ready',
      unit: 'ms',
      compare: 'overLimit',
      atMost: 0.5,
      rounds: rows(results, (result) => result.ms),
    },
    {
      id: 'memory-ready',
      title: 'Memory when ready (Node and browser)',
      unit: 'MiB',
      compare: 'ratio',
      atMost: 0.8,
      rounds: rows(results, (result) => result.memory.pss),
    },
    {
      id: 'private-memory-ready',
      title: 'Private memory when ready',
      unit: 'MiB',
      compare: 'ratio',
      atMost: null,
      rounds: rows(results, (result) => result.memory.private),
    },
    {
      id: 'send-p50',
      title: "Send until the server's ack, over the ack's delay, p50",
      unit: 'ms',
      compare: 'ratio',
      atMost: 0.5,
      rounds: sendRows(results, 'p50'),
    },
    {
      id: 'send-p95',
      title: "Send until the server's ack, over the ack's delay, p95",
      unit: 'ms',
      compare: 'ratio',
      atMost: 0.5,
      rounds: sendRows(results, 'p95'),
    },
  ];
}
