// @ts-check
'use strict';

const { execFile } = require('node:child_process');

/**
 * Runs Node to its end; it is ended when it takes longer than `timeoutMs`, and `signal` says so then.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null, stdout: string, stderr: string }>}
 */
function runNode(args, { cwd, env, timeoutMs = 20_000 } = {}) {
  return new Promise((resolve) => {
    const options = {
      cwd,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      killSignal: /** @type {const} */ ('SIGKILL'),
    };
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, signal: child.signalCode, stdout, stderr });
    });
  });
}

module.exports = { runNode };
