// @ts-check
'use strict';
// npm run bench [-- --rounds 5 --sends 30 --only first-qr,restored,qr-image,one-browser]
//
// Measures wa-bridge, its peer whatsapp-web.js and the bare browser, keeps the numbers in results/latest.json and writes docs/benchmarks.md.

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { describeMachine } = require('./lib/machine');
const { killRunning } = require('./lib/program');
const { DELAYS, SCRIPT_MEGABYTES, openStage } = require('./lib/stage');
const { summarise } = require('./lib/stats');
const { writeReport } = require('./report');

/** @type {{ name: string, run: (bench: { stage: any, rounds: number, sends: number }) => Promise<any[]> }[]} */
const MEASURES = [
  require('./measures/first-qr'),
  require('./measures/restored'),
  require('./measures/qr-image'),
  require('./measures/one-browser'),
];
const RESULTS = path.join(__dirname, 'results', 'latest.json');

function readOptions() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      sends: { type: 'string', default: '30' },
      only: { type: 'string' },
    },
  });
  const names = MEASURES.map(({ name }) => name);
  const only = values.only?.split(',') ?? names;
  for (const name of only) if (!names.includes(name)) throw new Error(`--only knows ${names.join(', ')}, not ${name}`);
  return { rounds: count('rounds', values.rounds), sends: count('sends', values.sends), only };
}

/** @param {string} name @param {string | undefined} text */
function count(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new Error(`--${name} must be 1 to 1000, not ${text}`);
  return value;
}

/** Results of measures that were left out this time stay as they were. @param {any[]} fresh */
function withEarlier(fresh, /** @type {string[]} */ only) {
  if (!fs.existsSync(RESULTS)) return fresh;
  const { rows } = JSON.parse(fs.readFileSync(RESULTS, 'utf8'));
  const kept = rows.filter((/** @type {any} */ row) => !only.includes(row.measure));
  const order = MEASURES.map(({ name }) => name);
  return [...kept, ...fresh].sort((a, b) => order.indexOf(a.measure) - order.indexOf(b.measure));
}

async function main() {
  const { rounds, sends, only } = readOptions();
  const stage = await openStage();
  const machine = describeMachine(stage.chromium);
  const rows = [];
  try {
    for (const measure of MEASURES.filter(({ name }) => only.includes(name))) {
      process.stdout.write(`${measure.name} …\n`);
      const date = new Date().toISOString();
      const measured = await measure.run({ stage, rounds, sends });
      rows.push(...measured.map((row) => ({ measure: measure.name, date, ...row })));
      for (const row of measured) process.stdout.write(`  ${line(row)}\n`);
    }
  } finally {
    await stage.close();
  }
  const conditions = { rounds, sends, scriptMegabytes: SCRIPT_MEGABYTES, delays: DELAYS };
  const result = { date: new Date().toISOString(), machine, conditions, rows: withEarlier(rows, only) };
  fs.writeFileSync(RESULTS, `${JSON.stringify(result, null, 2)}\n`);
  writeReport(result);
}

/** @param {any} row */
function line(row) {
  const { ours, peer, limit, pairwise, met } = summarise(row);
  const values = Object.entries({ ours, peer, limit }).filter(([, { median }]) => median !== null);
  const told = values.map(([name, { median }]) => `${name} ${Number(median).toFixed(1)}`).join(', ');
  const verdict = met === null ? '' : met ? ', met' : ', MISSED';
  return `${row.id}: ${told} ${row.unit}; ${row.compare} ${pairwise.median?.toFixed(2)}${verdict}`;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    killRunning();
    process.exit(130);
  });
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
