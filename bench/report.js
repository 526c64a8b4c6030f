// @ts-check
'use strict';
// Writes docs/benchmarks.md from the numbers in results/latest.json. By itself: node bench/report.js

const fs = require('node:fs');
const path = require('node:path');
const { summarise } = require('./lib/stats');

const PAGE = path.join(__dirname, '..', 'docs', 'benchmarks.md');
const RESULTS = path.join(__dirname, 'results', 'latest.json');

/** What a comparison is called, and how its target reads. */
const COMPARISONS = {
  overLimit: {
    name: '(ours − limit) / (peer − limit)',
    target: (/** @type {number} */ most) => `≤ ${most} of what the peer adds`,
  },
  ratio: { name: 'ours / peer', target: (/** @type {number} */ most) => `≤ ${most} × the peer` },
  count: { name: 'ours', target: (/** @type {number} */ most) => `≤ ${most}` },
};

/** @param {number | null} value @param {string} unit */
function number(value, unit) {
  if (value === null) return '—';
  if (unit === 'ms') return value < 100 ? value.toFixed(2) : value.toFixed(0);
  return unit === 'MiB' ? value.toFixed(0) : String(value);
}

/** @param {{ median: number | null, min: number | null, max: number | null }} spread @param {string} unit */
function cell({ median, min, max }, unit) {
  if (median === null) return '—';
  const range = min === max ? '' : ` (${number(min, unit)} – ${number(max, unit)})`;
  return `${number(median, unit)}${range}`;
}

const ratio = (/** @type {number | null} */ value) => (value === null ? '—' : value.toFixed(2));
const percent = (/** @type {number | null} */ value) => (value === null ? '—' : `${Math.round(value * 100)} %`);

/** @param {any} row */
function targetLine(row) {
  const { pairwise, ofMedians, met } = summarise(row);
  const { name, target } = COMPARISONS[/** @type {keyof typeof COMPARISONS} */ (row.compare)];
  const verdict = met === null ? 'not measured' : met ? 'met' : '**missed**';
  const shown = row.compare === 'count' ? (/** @type {number | null} */ value) => String(value) : ratio;
  return `| ${row.title} | ${target(row.atMost)} | ${shown(pairwise.median)} | ${row.compare === 'count' ? '' : ratio(ofMedians)} | ${name} | ${verdict} |`;
}

/** @param {any} row */
function valueLine(row) {
  const { ours, peer, limit, pairwise } = summarise(row);
  const against = row.compare === 'ratio' || row.compare === 'overLimit';
  const share = against && peer.median ? percent(Number(ours.median) / peer.median) : '—';
  const range =
    !against || pairwise.median === null || pairwise.min === pairwise.max
      ? ''
      : `${ratio(pairwise.min)} – ${ratio(pairwise.max)}`;
  const cells = [ours, peer, limit].map((spread) => cell(spread, row.unit));
  return `| ${row.title}${row.unit ? `, ${row.unit}` : ''} | ${cells.join(' | ')} | ${share} | ${range} | ${row.rounds.length} |`;
}

/** @param {Record<string, any>} machine */
function machineLines(machine) {
  return Object.entries(machine)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `| ${name} | ${name === 'addon' ? `${value.file}, ${(value.bytes / 1e6).toFixed(1)} MB` : value} |`,
    );
}

/** Others' work counts as ours there. @param {Record<string, any>} machine */
function busy({ cpu, loadBefore }) {
  const cores = Number.parseInt(cpu, 10);
  if (loadBefore < cores / 2) return '';
  return `\n**Provisional**: the machine was busy with other work (load ${loadBefore} on ${cores} cores).\n`;
}

/** @param {any} result */
function page({ date, machine, conditions, rows }) {
  const judged = rows.filter((/** @type {any} */ row) => row.atMost !== null);
  const missedFirst = [...judged].sort((a, b) => Number(summarise(a).met ?? false) - Number(summarise(b).met ?? false));
  const missed = judged.filter((/** @type {any} */ row) => summarise(row).met !== true).length;
  const { delays, scriptMegabytes, sends } = conditions;
  return `# Benchmarks

Written by \`npm run bench\` from \`bench/results/latest.json\`, ${date.slice(0, 16).replace('T', ' ')} UTC. Do not edit by hand.
${busy(machine)}
## Targets

${missed === 0 ? `All ${judged.length} are met.` : `${missed} of ${judged.length} are missed; they stand first.`} Judged is the median over rounds of the comparison within each round.

| what | target | measured | of the medians | measured is | |
|---|---|---|---|---|---|
${missedFirst.map(targetLine).join('\n')}

## Numbers

Median, with lowest and highest in brackets.

| what | wa-bridge | whatsapp-web.js | bare browser | ours of the peer's | comparison, lowest – highest | rounds |
|---|---|---|---|---|---|---|
${rows.map(valueLine).join('\n')}

For the QR picture the peer is npm \`qrcode\`.

## How it is measured

All three load the same sandbox page (${scriptMegabytes} MB of script) under the same origin, https://web.whatsapp.com, which \`--host-resolver-rules\` maps to 127.0.0.1; the certificate
is a throwaway one. Every measurement is a fresh process and starts when that process is started; one subject runs at a time, in turns, each round with
another one first. One run of each goes before and does not count.

- **wa-bridge**: this checkout through its public API, defaults.
- **whatsapp-web.js**: the unmodified npm package with its puppeteer, on the same Chromium, with defaults and \`LocalAuth\`. A code that begins with "undefined," does not count
  as its first: no phone can scan it.
- **bare browser**, the limit: the same Chromium with wa-bridge's flags (taken from its running browser, without debugging pipe and profile), nobody driving it. Nobody can ask its page, so
  what counts is what the sandbox's server sees: that it handed out the first refs, or that the linked device is back. Its page shows the code a little later, so the limit is told
  slightly too low, for both alike.

What each measure means:

- **First QR code**: nothing on disk, until the code's text is in Node.
- **Restored session**: a login on disk, until ready. The page takes ${delays.syncMs} ms from connected to synced, because whatsapp-web.js is never ready when the page has synced before it has
  attached; these are taken off. What a client does in that time costs it nothing here.
- **Memory**: sum of PSS (\`smaps_rollup\`) of Node and all browser processes, 3 s after the code was there or the session was ready; private memory is \`Pss_Anon + Pss_Shmem\` of the same, which does not depend
  on what other browsers run. The bare browser has no Node.
- **Send**: ${sends} texts one after the other to one person, after 3 that do not count, each awaited until the server's ack; the ack's delay of ${delays.serverAckMs} ms is taken off. The table has the median and the 95th
  percentile of each round. There is no pacing. As their limit stands the page's own: the same sends by a loop inside the page, with nobody around it. The peer sends with \`waitUntilMsgSent: true\`, and with \`sendSeen\` and \`linkPreview\` off, which wa-bridge does not do either.
- **QR picture**: a text of 240 characters shaped as WhatsApp Web's, 400 px, error correction L, quiet zone 4, both in one process in turns, ours by \`qr.toPng()\`.
- **A hundred calls**: browsers seen in \`/proc\`, pages seen by the sandbox, different codes given.

Other delays of the sandbox are 0 (\`sandbox/delays.js\`), as WhatsApp Web's own are not known.

## Machine

| | |
|---|---|
${machineLines(machine).join('\n')}
`;
}

/** @param {any} result */
function writeReport(result) {
  fs.writeFileSync(PAGE, page(result));
}

if (require.main === module) writeReport(JSON.parse(fs.readFileSync(RESULTS, 'utf8')));

module.exports = { writeReport };
