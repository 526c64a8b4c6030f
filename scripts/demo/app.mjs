// @ts-check
// The example app: built when its sources changed, then served.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CommandFailed, run } from '../lib/run.mjs';
import { stage } from '../lib/stage.mjs';

const READY_MS = 60_000;
const STOP_MS = 5_000;
const POLL_MS = 150;
/** What Next.js and npm make; everything else is source. */
const MADE = new Set(['.next', 'node_modules', '.data', '.wa-bridge', 'next-env.d.ts', 'tsconfig.tsbuildinfo']);

const quiet = { NEXT_TELEMETRY_DISABLED: '1' };

/** @param {string} app @param {string} command */
const next = (app, command) => [path.join(app, 'node_modules', 'next', 'dist', 'bin', 'next'), command];

/** Builds the app unless the last build was of the same sources. @param {string} app */
export async function buildApp(app) {
  const hash = hashOf(app);
  const stamp = path.join(app, '.next', 'demo-sources');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) return;
  await stage('the example app', () => build(app));
  fs.writeFileSync(stamp, hash);
}

/** What the build says is of interest only when it fails. @param {string} app */
async function build(app) {
  try {
    await run(process.execPath, next(app, 'build'), { cwd: app, env: quiet, minutes: 10, output: 'collect' });
  } catch (error) {
    if (error instanceof CommandFailed) console.error(error.output);
    throw error;
  }
}

/**
 * Serves the app on 127.0.0.1.
 * @param {{ app: string, port: number, env: Record<string, string> }} options
 * @returns {Promise<{ url: string, ended: Promise<number | null>, stop: () => Promise<void> }>} once it answers
 */
export async function serveApp({ app, port, env }) {
  const child = spawn(process.execPath, [...next(app, 'start'), '--hostname', '127.0.0.1', '--port', String(port)], {
    cwd: app,
    env: { ...process.env, ...quiet, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(url, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, ended, stop };
}

/** @param {string} url @param {Promise<number | null>} ended */
async function answers(url, ended) {
  const deadline = Date.now() + READY_MS;
  /** @type {number | null | undefined} */
  let code;
  void ended.then((exitCode) => {
    code = exitCode;
  });
  while (Date.now() < deadline) {
    if (code !== undefined) throw new Error(`the app ended with exit code ${code} before it answered`);
    const response = await fetch(`${url}/api/admin/crm/whatsapp/status`, {
      signal: AbortSignal.timeout(READY_MS),
    }).catch(() => null);
    if (response) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`the app does not answer at ${url} after ${READY_MS / 1000} s`);
}

/** @param {string} app */
function hashOf(app) {
  const hash = createHash('sha256');
  const walk = (/** @type {string} */ folder) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (MADE.has(entry.name)) continue;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(file);
      else hash.update(path.relative(app, file)).update('\0').update(fs.readFileSync(file)).update('\0');
    }
  };
  walk(app);
  return hash.digest('hex');
}
