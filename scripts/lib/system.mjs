// @ts-check
// What has to be on the system: Node, Rust, a linker and Chromium. The last two are installed by apt where we may do that.

import fs from 'node:fs';
import path from 'node:path';
import { findOnPath, isExecutable } from './programs.mjs';
import { run } from './run.mjs';
import { NeedsPerson, stage } from './stage.mjs';

const CHROMIUM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
];
const CHROMIUM_PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const base = process.env[variable];
    if (!base) return [];
    return [
      path.join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      path.join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ];
  }),
};

/** @returns {string | null} */
export function findChromium() {
  const named = process.env.WA_BRIDGE_CHROME;
  if (named) return isExecutable(named) ? named : null;
  const places = CHROMIUM_PLACES[/** @type {'darwin' | 'win32'} */ (process.platform)] ?? [];
  return findOnPath(CHROMIUM_NAMES) ?? places.find(isExecutable) ?? null;
}

/** Installs what apt can give, or says what to install. */
export async function ensureSystem() {
  /** @type {{ what: string, packages: string[] }[]} */
  const missing = [];
  if (process.platform === 'linux' && !findOnPath(['cc', 'gcc', 'clang'])) {
    missing.push({ what: 'a C linker, which Rust needs', packages: ['gcc', 'libc6-dev'] });
  }
  if (process.env.WA_BRIDGE_CHROME && !isExecutable(process.env.WA_BRIDGE_CHROME)) {
    throw new NeedsPerson(`WA_BRIDGE_CHROME names ${process.env.WA_BRIDGE_CHROME}, which is no executable file.`);
  }
  if (!findChromium()) {
    // Debian's recommended packages are a desktop's; a page with text needs one font family.
    missing.push({ what: 'Chromium', packages: ['chromium', 'fonts-liberation'] });
  }
  if (missing.length > 0) await install(missing);
  await ensureRust();
}

/** @param {{ what: string, packages: string[] }[]} missing */
async function install(missing) {
  const names = missing.map(({ what }) => what).join(', and ');
  const packages = missing.flatMap((entry) => entry.packages);
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!findOnPath(['apt-get'])) {
    throw new NeedsPerson(`Missing: ${names}. Install it with your system's package manager, then run this again.`);
  }
  if (process.getuid?.() !== 0) {
    throw new NeedsPerson(`Missing: ${names}. Install it, then run this again:\n\n  sudo sh -c '${command}'`);
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await stage(`apt: ${packages.join(' ')}`, async () => {
    await run('apt-get', ['update', '-q'], { minutes: 5, env });
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { minutes: 10, env });
  });
  if (!findChromium()) {
    throw new NeedsPerson(
      'apt installed no usable Chromium. Install Chromium or Chrome by hand, or name one in WA_BRIDGE_CHROME.',
    );
  }
}

async function ensureRust() {
  const wanted = /^rust-version = "(\d+\.\d+)"/m.exec(fs.readFileSync('Cargo.toml', 'utf8'))?.[1] ?? '';
  const advice = `Install Rust ${wanted} or newer (https://rustup.rs), then run this again.`;
  if (!findOnPath(['cargo'])) throw new NeedsPerson(`Missing: cargo. ${advice}`);
  const found = /^cargo (\d+\.\d+)/.exec(await run('cargo', ['--version'], { output: 'collect', minutes: 1 }))?.[1];
  if (!found || older(found, wanted)) throw new NeedsPerson(`cargo is version ${found ?? 'unknown'}. ${advice}`);
}

/** Refuses a Node that this package does not support, by the range in package.json (`>=major.minor`). */
export function ensureNode() {
  const wanted = JSON.parse(fs.readFileSync('package.json', 'utf8')).engines.node.replace('>=', '');
  if (older(process.versions.node, wanted)) {
    throw new NeedsPerson(`Node.js is version ${process.versions.node}; wa-bridge needs ${wanted} or newer.`);
  }
}

/** @param {string} found @param {string} wanted both `major.minor…` */
function older(found, wanted) {
  const [major, minor] = found.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
