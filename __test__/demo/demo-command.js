// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
/** A cold start also packs the package and builds the app, on a machine that may be busy. */
const START_MS = 240_000;
const STOP_MS = 15_000;

/**
 * Runs `scripts/demo.mjs` as a person would.
 * @param {{ data: string, port?: number, speed?: number, env?: Record<string, string> }} options
 * @returns {Promise<{ url: string, port: number, stop: () => Promise<number | null> }>} once it has printed its address
 */
async function startDemo({ data, port = 0, speed = 6, env = {} }) {
  const args = ['scripts/demo.mjs', '--no-open', '--port', `${port}`, '--data', data, '--speed', `${speed}`];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  let output = '';
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => fail('did not print its address in time'), START_MS);
    const fail = (/** @type {string} */ what) => {
      clearTimeout(late);
      child.kill('SIGKILL');
      reject(new Error(`the demo ${what}:\n${output}`));
    };
    const listen = (/** @type {Buffer} */ chunk) => {
      output += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (!found) return;
      clearTimeout(late);
      resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    void ended.then((code) => fail(`ended with exit code ${code}`));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const code = await ended;
    clearTimeout(late);
    return code;
  };
  return { url, port: Number(new URL(url).port), stop };
}

module.exports = { startDemo };
