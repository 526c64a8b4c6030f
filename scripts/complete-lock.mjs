// @ts-check
// Adds to a lock file the packages of other platforms that npm left out because the registry at hand did not have them. Without them
// `npm ci` refuses the lock wherever a registry does.
//
//   node scripts/complete-lock.mjs [package-lock.json …]

import fs from 'node:fs';

const SYSTEMS = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
/** A processor as package names write it, and as npm does. @type {Record<string, string>} */
const PROCESSORS = {
  x64: 'x64',
  arm64: 'arm64',
  arm: 'arm',
  armv7: 'arm',
  ia32: 'ia32',
  ppc64: 'ppc64',
  ppc64le: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
  wasm32: 'wasm32',
  mips64el: 'mips64el',
};

/** @typedef {{ optionalDependencies?: Record<string, string>, dev?: boolean, devOptional?: boolean }} Entry */

const files = process.argv.slice(2);
for (const file of files.length > 0 ? files : ['package-lock.json', 'examples/nextjs/package-lock.json']) {
  console.log(`${file}: ${complete(file)} added`);
}

/** @param {string} file */
function complete(file) {
  const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
  /** @type {Record<string, any>} */
  const packages = lock.packages;
  let added = 0;
  for (const [place, entry] of Object.entries({ ...packages })) {
    for (const [name, version] of Object.entries(/** @type {Entry} */ (entry).optionalDependencies ?? {})) {
      const missing = !resolve(packages, place, name) && platformEntry(name, version, entry);
      if (!missing) continue;
      packages[`node_modules/${name}`] = missing;
      added += 1;
    }
  }
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  return added;
}

/** Node's own way up the folders, inside the lock. @param {Record<string, any>} packages @param {string} from @param {string} name */
function resolve(packages, from, name) {
  for (let base = from; ; ) {
    const place = `${base ? `${base}/` : ''}node_modules/${name}`;
    if (packages[place]) return place;
    if (!base) return undefined;
    base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1));
  }
}

/** The lock's entry for a package of one platform; undefined for anything else. @param {string} name @param {string} version @param {Entry} parent */
function platformEntry(name, version, parent) {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const cpu = words.map((word) => PROCESSORS[word]).find(Boolean);
  if (!cpu || !/^\d+\.\d+\.\d+\S*$/.test(version)) return undefined;
  const has = (/** @type {string[]} */ ...any) => words.some((word) => any.includes(word));
  const os = SYSTEMS.find((system) => has(system)) ?? (has('linuxmusl') ? 'linux' : undefined);
  const libc = has('gnu', 'gnueabihf') ? 'glibc' : has('musl', 'musleabihf', 'linuxmusl') ? 'musl' : undefined;
  return {
    version,
    cpu: [cpu],
    ...(parent.dev && { dev: true }),
    ...(parent.devOptional && { devOptional: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}
