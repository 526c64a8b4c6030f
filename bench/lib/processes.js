// @ts-check
'use strict';
// What belongs to a measured program, by /proc: its descendants, and every process that names its folder.

const fs = require('node:fs');

const KIB_PER_MIB = 1024;

/** @param {string} path @returns {string} empty when the process is gone */
function read(path) {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** @param {number} pid @returns {string[]} */
const commandLine = (pid) => read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1);

/** Parent and state, which stand behind the name, which may hold anything. @param {number} pid */
function stat(pid) {
  const text = read(`/proc/${pid}/stat`);
  const [state = 'X', parent = '0'] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { alive: state !== 'Z' && state !== 'X', parent: Number(parent) };
}

/** @returns {number[]} */
const allPids = () =>
  fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/**
 * Processes that a program consists of: itself, its descendants, and what names its folder on the command line, since parts of a browser leave
 * the tree of who started them.
 * @param {number | undefined} root @param {string} folder
 * @returns {number[]}
 */
function family(root, folder) {
  const parents = new Map();
  for (const pid of allPids()) {
    const { alive, parent } = stat(pid);
    if (alive && pid !== process.pid) parents.set(pid, parent);
  }
  const members = new Set(
    [...parents.keys()].filter((pid) => pid === root || commandLine(pid).join(' ').includes(folder)),
  );
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const [pid, parent] of parents) if (members.has(parent)) members.add(pid);
  }
  return [...members];
}

/**
 * Whether a process is a browser itself and not one of its parts. A part that has just been forked still has its parent's command line.
 * @param {number} pid
 */
function isBrowser(pid) {
  return hasProfile(pid) && !hasProfile(stat(pid).parent);
}

/** @param {number} pid */
function hasProfile(pid) {
  const args = commandLine(pid);
  return (
    args.some((arg) => arg.startsWith('--user-data-dir=')) && !args.some((arg) => /^--(type|monitor-self)\b/.test(arg))
  );
}

/**
 * Memory of processes, MiB. `pss` shares pages among those who map them; `private` is anonymous and shared memory alone, which no other browser on
 * the machine makes cheaper.
 * @param {number[]} pids
 */
function memory(pids) {
  const sum = { pss: 0, private: 0 };
  for (const pid of pids) {
    const fields = read(`/proc/${pid}/smaps_rollup`);
    const kib = (/** @type {string} */ name) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(fields)?.[1] ?? 0);
    sum.pss += kib('Pss') / KIB_PER_MIB;
    sum.private += (kib('Pss_Anon') + kib('Pss_Shmem')) / KIB_PER_MIB;
  }
  return sum;
}

/** Ends processes at once, each by its own id. @param {number[]} pids */
function kill(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

module.exports = { commandLine, family, isBrowser, kill, memory };
