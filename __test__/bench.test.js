'use strict';
// What the benchmarks conclude from their numbers.

const { percentile, spread, summarise } = require('../bench/lib/stats');

test('percentiles lie between neighbours, and what was not measured stays out', () => {
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(percentile([10, null, 20, undefined, Number.NaN], 1)).toBe(20);
  expect(spread([])).toEqual({ median: null, min: null, max: null });
});

test('a comparison is made within each round, so that a slow round does not count against one subject', () => {
  const rounds = [
    { ours: 110, peer: 150, limit: 100 },
    { ours: 1300, peer: 1900, limit: 1000 },
    { ours: 120, peer: 200, limit: 100 },
  ];
  const { pairwise, ours, met } = summarise({ compare: 'overLimit', atMost: 0.2, rounds });
  expect(pairwise).toEqual({ median: 0.2, min: 0.2, max: expect.closeTo(1 / 3) });
  expect(ours).toEqual({ median: 120, min: 110, max: 1300 });
  expect(met).toBe(true);
  expect(summarise({ compare: 'overLimit', atMost: 0.19, rounds }).met).toBe(false);
});

test('a peer that adds nothing to the limit is nothing to compare with', () => {
  const rounds = [{ ours: 5, peer: 9, limit: 10 }];
  expect(summarise({ compare: 'overLimit', atMost: 0.5, rounds })).toMatchObject({
    pairwise: { median: null },
    met: null,
  });
});

test('rows without a target are told, not judged', () => {
  const row = { compare: 'ratio', atMost: null, rounds: [{ ours: 1, peer: 4 }] };
  expect(summarise(row)).toMatchObject({ pairwise: { median: 0.25 }, ofMedians: 0.25, met: null });
});
