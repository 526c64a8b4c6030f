// @ts-check
// Runs one command with a deadline. Whatever it started ends with it, and with us.

import { spawn } from 'node:child_process';

const grouped = process.platform !== 'win32';

/** A command that could not be started, ended with an error, or ran out of time. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {string} how
   * @param {string} output What it printed, when that was collected.
   */
  constructor(command, how, output) {
    super(`${command} ${how}`);
    this.name = 'CommandFailed';
    this.output = output;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] Added to this process's environment.
 * @property {number} [minutes] Deadline; default 30.
 * @property {'show' | 'tee' | 'collect'} [output] `show` (default) leaves it to the terminal, `tee` also collects stdout, `collect` only collects.
 */

/**
 * Resolves with the collected stdout.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 * @throws {CommandFailed}
 */
export function run(command, args, { cwd, env, minutes = 30, output = 'show' } = {}) {
  const name = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', output === 'show' ? 'inherit' : 'pipe', output === 'collect' ? 'ignore' : 'inherit'],
      // Its own group, so that a deadline also ends what the command started.
      detached: grouped,
    });
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      if (output === 'tee') process.stdout.write(chunk);
    });

    let late = false;
    const end = (/** @type {NodeJS.Signals} */ signal) => signalGroup(child, signal);
    const deadline = setTimeout(() => {
      late = true;
      end('SIGKILL');
    }, minutes * 60_000);
    const forward = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => {
      const signal = /** @type {NodeJS.Signals} */ (name);
      const listener = () => end(signal);
      process.on(signal, listener);
      return () => process.off(signal, listener);
    });

    const settle = (/** @type {string | null} */ problem) => {
      clearTimeout(deadline);
      for (const stop of forward) stop();
      if (problem) reject(new CommandFailed(name, problem, text));
      else resolve(text);
    };
    child.once('error', (error) => settle(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      if (late) settle(`did not end within ${minutes} minutes`);
      else if (signal) settle(`was ended by ${signal}`);
      else settle(code === 0 ? null : `ended with exit code ${code}`);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (grouped) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has ended by itself: nothing is left to signal.
  }
}
