// @ts-check
// Installs this checkout into the example as users get it: from npm tarballs of the package and of this system's platform package, never as
// a link (bundlers and file tracers treat links differently). The example's package.json and lock file stay as they are.
//
//   node scripts/pack-local.mjs [folder of the app; default examples/nextjs]

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from './lib/run.mjs';
import { NeedsPerson, runMain, stage } from './lib/stage.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const example = path.join(root, 'examples', 'nextjs');

/** @param {string} [app] */
export async function packLocal(app = example) {
  const profile = path.join(root, 'native', 'profile.txt');
  if (app !== example && fs.existsSync(profile) && fs.readFileSync(profile, 'utf8') === 'dev') {
    console.log(
      'The addon is a development build, large and slow: `npm run build` makes the one to use, right before this.',
    );
  }
  fs.mkdirSync(path.join(root, 'target'), { recursive: true });
  const scratch = fs.mkdtempSync(path.join(root, 'target', 'pack-local-'));
  try {
    const tarballs = [await pack(root, scratch), await pack(platformPackage(scratch), scratch)];
    const packed = tarballs.map(digest).join('\n');
    const stamp = path.join(app, 'node_modules', '.wa-bridge-pack');
    const there = fs.existsSync(path.join(app, 'node_modules', 'wa-bridge', 'package.json'));
    if (there && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === packed) return;
    await stage(`wa-bridge into ${path.relative(root, app)}`, () => install(tarballs, scratch, app));
    fs.writeFileSync(stamp, packed);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Lets npm unpack the tarballs with what they depend on, and moves the result: the app's own npm records know nothing of it, so that
 * `npm ci` there stays as it was.
 * @param {string[]} tarballs @param {string} scratch @param {string} app
 */
async function install(tarballs, scratch, app) {
  const folder = path.join(scratch, 'installed');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], {
    cwd: folder,
    minutes: 5,
  });
  const from = path.join(folder, 'node_modules');
  for (const name of fs.readdirSync(from).filter((entry) => !entry.startsWith('.'))) {
    const to = path.join(app, 'node_modules', name);
    fs.rmSync(to, { recursive: true, force: true });
    fs.cpSync(path.join(from, name), to, { recursive: true });
  }
}

/**
 * The package that holds this system's addon, staged from the one that was built here.
 * @param {string} scratch
 * @returns {string} its folder
 * @throws {NeedsPerson} when nothing was built
 */
function platformPackage(scratch) {
  const native = path.join(root, 'native');
  const [addon] = fs.existsSync(native) ? fs.readdirSync(native).filter((name) => name.endsWith('.node')) : [];
  const [, triple] = /^wa-bridge\.(.+)\.node$/.exec(addon ?? '') ?? [];
  if (!addon || !triple) throw new NeedsPerson('There is no native addon yet: run npm run setup.');
  const { version, license } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const [os, cpu, abi] = triple.split('-');
  const folder = path.join(scratch, triple);
  fs.mkdirSync(folder);
  fs.copyFileSync(path.join(native, addon), path.join(folder, addon));
  const manifest = {
    name: `@wa-bridge/${triple}`,
    version,
    license,
    main: addon,
    files: [addon],
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' ? { libc: [abi === 'musl' ? 'musl' : 'glibc'] } : {}),
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  return folder;
}

/** @param {string} folder @param {string} destination @returns {Promise<string>} the tarball's path */
async function pack(folder, destination) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  const [{ filename }] = JSON.parse(await run('npm', args, { cwd: folder, output: 'collect', minutes: 5 }));
  return path.join(destination, filename);
}

/** npm packs the same files into the same bytes. @param {string} file */
function digest(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => packLocal(process.argv[2] && path.resolve(process.argv[2])));
}
