// @ts-check
// Finds programs that the set-up needs and npm cannot give.

import fs from 'node:fs';
import path from 'node:path';

/**
 * The full path of the first of `names` that PATH knows.
 * @param {string[]} names
 * @returns {string | null}
 */
export function findOnPath(names) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const hit = suffixes.map((suffix) => path.join(folder, name + suffix)).find(isExecutable);
      if (hit) return hit;
    }
  }
  return null;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
