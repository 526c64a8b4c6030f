// @ts-check
'use strict';
// A measured program: a process of its own, with what it starts, ended whole.

const { spawn } = require('node:child_process');
const { commandLine, family, isBrowser, kill } = require('./processes');
const { until } = require('./wait');

/** How long a program that was asked to end may take before it is killed, ms. */
const END_MS = 10_000;
/** Moments are told by those who see them, so looking seldom costs no accuracy, and leaves the cores to what is measured. */
const POLL_MS = 25;
/** How much of its stderr is kept for the error message, characters. */
const TAIL = 2_000;

/** @type {Set<Program>} */
const running = new Set();

class Program {
  /**
   * Starts it. `startedAt` is the moment before the process exists, in ms since the epoch.
   * @param {{ name: string, command: string, args: string[], folder: string, ipc?: boolean, deadlineMs: number }} options
   *   `folder` is where all of its files are; it names the program's processes
   */
  constructor({ name, command, args, folder, ipc = false, deadlineMs }) {
    this.name = name;
    this.folder = folder;
    this.stderr = '';
    /** @type {any[]} what it told over IPC */
    this.told = [];
    /** @type {string | null} */
    this.ended = null;
    this.deadline = Date.now() + deadlineMs;
    this.startedAt = Date.now();
    // A process group of its own: Ctrl-C is for the bench, which then ends its programs in order.
    const stdio = /** @type {any} */ (['ignore', 'ignore', 'pipe', ...(ipc ? ['ipc'] : [])]);
    this.child = spawn(command, args, { cwd: folder, detached: true, stdio });
    running.add(this);
    this.child.on('message', (message) => this.told.push(message));
    this.child.on('error', (error) => (this.ended ??= error.message));
    this.child.on('exit', (code, signal) => (this.ended ??= signal ?? `exit code ${code}`));
    this.child.stderr?.on('data', (data) => (this.stderr = (this.stderr + data).slice(-TAIL)));
  }

  /**
   * Waits for a condition while the program lives.
   * @template T @param {string} what @param {() => T | Promise<T>} condition @returns {Promise<NonNullable<T>>}
   */
  until(what, condition) {
    const check = () => {
      const value = condition();
      if (!value && this.ended !== null) throw this.fault(`ended (${this.ended}) before ${what}`);
      return value;
    };
    return until(`${this.name}: ${what}`, check, {
      withinMs: Math.max(1, this.deadline - Date.now()),
      everyMs: POLL_MS,
    }).catch((error) => {
      throw this.fault(error.message);
    });
  }

  /** The first thing that it told of this kind. @param {string} type @returns {Promise<any>} */
  async hears(type) {
    const failed = () => this.told.find((message) => message.type === 'failed');
    const message = await this.until(type, () => this.told.find((each) => each.type === type) ?? failed());
    if (message.type === 'failed' && type !== 'failed') throw this.fault(message.problem);
    return message;
  }

  /** @param {object} order */
  order(order) {
    this.child.send?.(order);
  }

  /** @returns {number[]} its processes and those of its browser */
  processes() {
    // The id of one that has ended may be somebody else's by now.
    return family(this.ended === null ? this.child.pid : undefined, this.folder);
  }

  browsers() {
    return this.processes().filter(isBrowser);
  }

  /** Command line of its browser, without the program itself. @returns {string[]} */
  browserArguments() {
    const [browser] = this.browsers();
    if (browser === undefined) throw this.fault('has no browser');
    return commandLine(browser).slice(1);
  }

  /** Asks it to end by `ask`, and kills whatever is still there after that. @param {() => void} ask */
  async end(ask) {
    if (this.ended === null) ask();
    const gone = () => this.processes().length === 0;
    await until('the end', gone, { withinMs: END_MS, everyMs: 25 }).catch(() => kill(this.processes()));
    running.delete(this);
  }

  /** @param {string} problem */
  fault(problem) {
    return new Error(`${this.name}: ${problem}${this.stderr ? `\n${this.stderr}` : ''}`);
  }
}

/** Kills every program that has not been ended. For when the bench itself is told to stop. */
function killRunning() {
  for (const program of running) kill(program.processes());
}

module.exports = { Program, killRunning };
