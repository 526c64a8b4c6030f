// @ts-check
'use strict';
// Medians, percentiles and comparisons. A value that was not measured is null and stays out.

/** @param {(number | null | undefined)[]} values @returns {number[]} ascending */
const sorted = (values) =>
  values
    .filter((value) => typeof value === 'number' && Number.isFinite(value))
    .sort((a, b) => Number(a) - Number(b))
    .map(Number);

/**
 * The value below which the given share of all values lies, between neighbours by linear interpolation.
 * @param {(number | null | undefined)[]} values @param {number} share 0 to 1
 * @returns {number | null} null of nothing
 */
function percentile(values, share) {
  const list = sorted(values);
  if (list.length === 0) return null;
  const at = (list.length - 1) * share;
  const below = list[Math.floor(at)];
  return below + (list[Math.ceil(at)] - below) * (at - Math.floor(at));
}

/** @param {(number | null | undefined)[]} values */
const median = (values) => percentile(values, 0.5);

/** @param {(number | null | undefined)[]} values */
const spread = (values) => ({ median: median(values), min: percentile(values, 0), max: percentile(values, 1) });

/** @typedef {{ ours?: number, peer?: number, limit?: number }} Round one value of each subject, measured one after the other */

/**
 * How ours compares in one round.
 * `ratio`: ours to peer. `overLimit`: what each adds to the bare browser, ours to peer. `count`: ours itself.
 * @type {Record<string, (round: Round) => number | null>}
 */
const COMPARE = {
  ratio: ({ ours, peer }) => (ours === undefined || !peer ? null : ours / peer),
  overLimit: ({ ours, peer, limit }) => {
    if (ours === undefined || peer === undefined || limit === undefined) return null;
    // Where the peer adds nothing there is nothing to compare with.
    return peer > limit ? (ours - limit) / (peer - limit) : null;
  },
  count: ({ ours }) => ours ?? null,
};

/**
 * A row's numbers: per subject, and the comparison over rounds (pairwise, so that a slow minute hits all subjects of a round alike).
 * @param {{ compare: string, atMost: number | null, rounds: Round[] }} row
 */
function summarise({ compare, atMost, rounds }) {
  const of = (/** @type {'ours' | 'peer' | 'limit'} */ subject) => spread(rounds.map((round) => round[subject]));
  const [ours, peer, limit] = [of('ours'), of('peer'), of('limit')];
  const pairwise = spread(rounds.map(COMPARE[compare]));
  const typical = { ours: ours.median ?? undefined, peer: peer.median ?? undefined, limit: limit.median ?? undefined };
  const ofMedians = COMPARE[compare](typical);
  const met = atMost === null || pairwise.median === null ? null : pairwise.median <= atMost;
  return { ours, peer, limit, pairwise, ofMedians, met };
}

module.exports = { median, percentile, spread, summarise };
