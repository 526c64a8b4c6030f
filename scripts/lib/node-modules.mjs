// @ts-check
// Installs a folder's npm packages when they are not the ones that its package-lock.json asks for.

import fs from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { stage } from './stage.mjs';

/**
 * @param {string} folder with package.json and package-lock.json
 * @returns {Promise<void>}
 */
export async function ensureNodeModules(folder) {
  if (installed(folder)) return;
  await stage(`npm packages of ${path.relative(process.cwd(), folder) || 'the project'}`, () =>
    run('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: folder,
      minutes: 15,
      // whatsapp-web.js judges the sandbox with the system's Chromium; its puppeteer must not fetch one.
      env: { PUPPETEER_SKIP_DOWNLOAD: '1', NEXT_TELEMETRY_DISABLED: '1' },
    }),
  );
}

/**
 * Whether npm's own record of what it installed agrees with the lock file. Packages beyond it do no harm (the example app gets this
 * package itself from a local tarball); optional ones may be for another platform.
 * @param {string} folder
 */
export function installed(folder) {
  const wanted = packages(path.join(folder, 'package-lock.json'));
  const present = packages(path.join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, { version, integrity, optional, devOptional, link }]) => {
    if (place === '' || link) return true;
    const found = present[place];
    if (!found) return Boolean(optional || devOptional);
    return found.version === version && found.integrity === integrity;
  });
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Locked
 * @param {string} lockFile
 * @returns {Record<string, Locked> | null}
 */
function packages(lockFile) {
  try {
    return JSON.parse(fs.readFileSync(lockFile, 'utf8')).packages;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw error;
  }
}
