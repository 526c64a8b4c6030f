// @ts-check
'use strict';
// An app is built anew with every deployment, and the account must not have to be scanned for that: with `next start`, and with the
// folder that `output: 'standalone'` makes, in which the working directory itself is wiped.

const { execFile, spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { promisify } = require('node:util');
const { startSandbox } = require('../../sandbox');
const { until } = require('../support/bridge');
const { chromiumPath } = require('../support/chromium');
const { readQr } = require('../support/qr');

jest.setTimeout(400_000);

const root = path.resolve(__dirname, '..', '..');
const example = path.join(root, 'examples', 'nextjs');
const API = '/api/admin/crm/whatsapp';
/** A server on a busy machine, up to its first answer or to a ready account, ms. */
const SERVED_MS = 60_000;

/** What other tests or a demo made there, and what is installed here anew; another test may be installing it right now. */
const LEFT_OUT = [
  '.next',
  '.data',
  '.wa-bridge',
  ...['wa-bridge', '@wa-bridge', 'ws', '.wa-bridge-pack'].map((name) => `node_modules/${name}`),
].map((name) => path.join(example, name));

/** @type {string} */
let scratch;
/** @type {string} */
let app;
/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {import('node:child_process').ChildProcess | undefined} */
let server;

beforeAll(async () => {
  fs.mkdirSync(path.join(root, 'target'), { recursive: true });
  scratch = fs.mkdtempSync(path.join(root, 'target', 'rebuild-'));
  app = path.join(scratch, 'app');
  copyTree(example, app, LEFT_OUT);
  await node(['scripts/pack-local.mjs', app], root);
  sandbox = await startSandbox({ controlPort: false });
});

afterAll(async () => {
  await stop();
  await sandbox?.close();
  await fs.promises.rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Copies a folder: installed packages are many and large, and linked instead. @param {string} from @param {string} to @param {string[]} without */
function copyTree(from, to, without) {
  fs.mkdirSync(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (without.includes(source)) continue;
    if (entry.isDirectory()) copyTree(source, target, without);
    else if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target);
    else if (source.includes('node_modules')) fs.linkSync(source, target);
    else fs.copyFileSync(source, target);
  }
}

/** @param {string[]} args @param {string} cwd @param {Record<string, string>} [env] */
function node(args, cwd, env) {
  const options = { cwd, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env }, timeout: 240_000 };
  return promisify(execFile)(process.execPath, args, options);
}

const NEXT = 'node_modules/next/dist/bin/next';
const build = (/** @type {Record<string, string>} */ env) => node([NEXT, 'build'], app, env);

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server and waits until it answers.
 * @param {(port: string) => string[]} args @param {string} cwd @param {Record<string, string>} [env]
 */
async function serve(args, cwd, env = {}) {
  const port = String(await freePort());
  let output = '';
  const child = spawn(process.execPath, args(port), {
    cwd,
    env: {
      ...process.env,
      HOSTNAME: '127.0.0.1',
      PORT: port,
      WA_BRIDGE_WEB_URL: sandbox.url,
      WA_BRIDGE_CHROME: chromiumPath(),
      ...env,
    },
  });
  server = child;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const url = `http://127.0.0.1:${port}${API}`;
  await untilAnswered(`${url}/status`, () => true);
  return { url, output: () => output };
}

const places = () => ({ WA_BRIDGE_DATA_DIR: path.join(scratch, 'login'), WA_DEMO_DATA_DIR: path.join(scratch, 'crm') });
const nextStart = () => serve((port) => [NEXT, 'start', '--hostname', '127.0.0.1', '--port', port], app, places());
const standalone = (/** @type {Record<string, string>} */ env = places()) =>
  serve(() => ['server.js'], path.join(app, '.next', 'standalone'), env);

async function stop() {
  const child = server;
  server = undefined;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Asks until the answer is the wanted one. @param {string} url @param {(text: string) => boolean} wanted */
async function untilAnswered(url, wanted) {
  let last = 'no answer';
  let asking = false;
  await until(
    `the wanted answer of ${url}`,
    () => {
      if (last !== 'no answer' && wanted(last)) return true;
      if (asking) return false;
      asking = true;
      void fetch(url, { signal: AbortSignal.timeout(SERVED_MS) })
        .then((response) => response.text())
        .catch(() => 'no answer')
        .then((text) => {
          last = text;
          asking = false;
        });
      return false;
    },
    SERVED_MS,
  );
}

const isReady = (/** @type {string} */ text) => text.includes('"state":"ready"');

test('built, linked, built again, started again: still linked, also as a standalone folder', async () => {
  await build({});
  let { url } = await nextStart();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ accountName: 'Sales' });
  const answer = await fetch(`${url}/qr-login/generate`, { method: 'POST', headers, body });
  const { data } = /** @type {any} */ (await answer.json());
  await sandbox.phone.scan(String(readQr(Buffer.from(data.qrUrl.split(',')[1], 'base64'))));
  await untilAnswered(`${url}/status`, isReady);
  await stop();

  await build({});
  ({ url } = await nextStart());
  await untilAnswered(`${url}/status`, isReady);
  await stop();

  for (let round = 0; round < 2; round += 1) {
    await build({ WA_DEMO_STANDALONE: '1' });
    ({ url } = await standalone());
    await untilAnswered(`${url}/status`, isReady);
    await stop();
  }
  expect(sandbox.phone.devices).toHaveLength(1);

  // Without a place of its own the login would lie in the folder that the next build wipes: that is said before anything starts.
  const { output } = await standalone({});
  expect(output()).toContain('options.dataDir must be set here');
});
