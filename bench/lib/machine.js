// @ts-check
'use strict';
// Where the numbers come from.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');
const GIB = 2 ** 30;

/** The Debian wrapper talks on stderr; the version is on stdout. @param {string} chromium */
const chromiumVersion = (chromium) =>
  execFileSync(chromium, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 20_000,
  }).trim();

/** @param {string} name */
const packageVersion = (name) =>
  JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;

function commit() {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', args, {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD');
  } catch {
    return null;
  }
}

/** The largest addon here; a release build is a fifth of a debug one. */
function addon() {
  const folder = path.join(ROOT, 'native');
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.node')) : [];
  return files.map((file) => ({ file, bytes: fs.statSync(path.join(folder, file)).size }))[0] ?? null;
}

/** @param {string} chromium */
function describeMachine(chromium) {
  const [cpu] = os.cpus();
  return {
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    cpu: `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`,
    memoryGib: Math.round(os.totalmem() / GIB),
    loadBefore: Number(os.loadavg()[0].toFixed(2)),
    node: process.version,
    chromium: chromiumVersion(chromium),
    'wa-bridge': JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version,
    'whatsapp-web.js': packageVersion('whatsapp-web.js'),
    puppeteer: packageVersion('puppeteer'),
    qrcode: packageVersion('qrcode'),
    commit: commit(),
    addon: addon(),
  };
}

module.exports = { describeMachine };
