// @ts-check
'use strict';
// Subjects in turns, so that what else the machine does hits all of them alike.

/** Pages, caches and modules that were just loaded are settled after this, ms. */
const SETTLED_MS = 3_000;
const SAMPLES = 3;
const BETWEEN_SAMPLES_MS = 200;

const { memory } = require('./processes');
const { median } = require('./stats');
const { delay } = require('./wait');

/**
 * Runs every subject once per round, each time another one first. A subject runs alone.
 * @template T
 * @param {{ rounds: number, subjects: string[], run: (subject: string, round: number) => Promise<T> }} plan
 * @returns {Promise<Record<string, T>[]>} per round, by subject
 */
async function inTurns({ rounds, subjects, run }) {
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % subjects.length;
    /** @type {Record<string, T>} */
    const result = {};
    for (const subject of [...subjects.slice(first), ...subjects.slice(0, first)])
      result[subject] = await run(subject, round);
    results.push(result);
  }
  return results;
}

/** Memory of a program and its browser once it has settled, MiB. @param {import('./program').Program} program */
async function settledMemory(program) {
  await delay(SETTLED_MS);
  const samples = [];
  for (let index = 0; index < SAMPLES; index += 1) {
    samples.push(memory(program.processes()));
    await delay(BETWEEN_SAMPLES_MS);
  }
  return { pss: median(samples.map((each) => each.pss)), private: median(samples.map((each) => each.private)) };
}

/**
 * One value of every subject, per round.
 * @param {Record<string, any>[]} results @param {(result: any) => number | null | undefined} value
 */
const rows = (results, value) =>
  results.map((round) =>
    Object.fromEntries(
      Object.entries(round)
        .map(([subject, result]) => [subject, value(result)])
        .filter(([, each]) => typeof each === 'number')
        .map(([subject, each]) => [subject, Math.round(Number(each) * 1000) / 1000]),
    ),
  );

module.exports = { inTurns, rows, settledMemory };
