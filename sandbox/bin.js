#!/usr/bin/env node
// @ts-check
'use strict';
// A sandbox for other processes:
//
//   node sandbox/bin.js --port 4600 --control-port 4601 --speed 20 --state-file state.json
//
// Prints one line of JSON with its URLs and ends on SIGTERM, SIGINT or when stdin closes.

const { parseArgs } = require('node:util');
const { startSandbox } = require('./index');

const FLAGS = /** @type {const} */ ({
  port: { type: 'string' },
  'control-port': { type: 'string' },
  'state-file': { type: 'string' },
  speed: { type: 'string' },
  refs: { type: 'string' },
  'script-megabytes': { type: 'string' },
  'msg-key-style': { type: 'string' },
  delays: { type: 'string' },
  account: { type: 'string' },
  'no-auto-confirm': { type: 'boolean' },
});

/** The options of startSandbox, from the command line; `delays` and `account` are JSON. */
function readCommandLine() {
  const { values } = parseArgs({ options: FLAGS });
  const number = (/** @type {string | undefined} */ text) => (text === undefined ? undefined : Number(text));
  const json = (/** @type {string | undefined} */ text) => (text === undefined ? undefined : JSON.parse(text));
  return {
    port: number(values.port),
    controlPort: number(values['control-port']),
    stateFile: values['state-file'],
    speed: number(values.speed),
    refs: number(values.refs),
    scriptMegabytes: number(values['script-megabytes']),
    msgKeyStyle: /** @type {any} */ (values['msg-key-style']),
    delays: json(values.delays),
    account: json(values.account),
    autoConfirm: !values['no-auto-confirm'],
  };
}

async function main() {
  const sandbox = await startSandbox(readCommandLine());
  const { url, controlUrl, phone } = sandbox;
  process.stdout.write(`${JSON.stringify({ url, controlUrl, account: phone.account, pid: process.pid })}\n`);
  let closing = false;
  const end = () => {
    if (closing) return;
    closing = true;
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdin.once('end', end).once('close', end).resume();
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
