// @ts-check
'use strict';

/** @typedef {import('../native/native').Fault} Fault */

/** Marks our errors, so that `instanceof` holds when an app has loaded this package twice. */
const BRAND = Symbol.for('wa-bridge.WaBridgeError');

/** What a fault may carry besides what every fault has. */
const DETAILS = /** @type {const} */ (['phase', 'messageId', 'pid', 'host', 'candidates']);

/** Every runtime fault. See index.d.ts. */
class WaBridgeError extends Error {
  /**
   * @param {Partial<Fault> & Pick<Fault, 'code' | 'message' | 'hint' | 'retryable'>} fault
   * @param {{ cause?: unknown }} [options]
   */
  constructor(fault, options) {
    super(fault.message, options);
    this.code = /** @type {`ERR_WA_${string}`} */ (fault.code);
    this.hint = fault.hint;
    this.retryable = fault.retryable;
    for (const name of DETAILS) {
      if (fault[name] != null) /** @type {any} */ (this)[name] = fault[name];
    }
  }

  toJSON() {
    const { name, code, message, hint, retryable } = this;
    const phase = /** @type {{ phase?: string }} */ (this).phase;
    return { name, code, message, hint, retryable, ...(phase === undefined ? {} : { phase }) };
  }

  /** @param {unknown} value */
  static [Symbol.hasInstance](value) {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
Object.defineProperty(WaBridgeError.prototype, 'name', { value: 'WaBridgeError', writable: true, configurable: true });
Object.defineProperty(WaBridgeError.prototype, BRAND, { value: true });

/**
 * A wrong argument: a `TypeError`, or a `RangeError` when only the value is wrong.
 * @param {string} field with its full path, e.g. `options.timeoutMs`
 * @param {string} problem goes on from there: `must be …, got …`
 * @param {{ range?: boolean, hint?: string }} [more]
 */
function argumentError(field, problem, { range = false, hint = hintFor(field, problem) } = {}) {
  const error = new (range ? RangeError : TypeError)(`${field} ${problem}`);
  Object.assign(error, { code: 'ERR_WA_INVALID_ARGUMENT', field, hint });
  // Without it a route that answers with the error would leave out its text: an Error's message is not enumerable.
  Object.defineProperty(error, 'toJSON', { value: argumentErrorToJson });
  return error;
}

/** @param {string} field @param {string} problem goes on from the field: `must be …, got …` */
function hintFor(field, problem) {
  const wanted = problem.replace(/, got .*$/s, '');
  return /^[A-Z_]+$/.test(field)
    ? `Correct the environment variable ${field}: it ${wanted}.`
    : `Correct ${field}: it ${wanted}.`;
}

/** @this {Error & { code: string, field: string, hint: string }} */
function argumentErrorToJson() {
  const { name, code, message, field, hint } = this;
  return { name, code, message, field, hint, retryable: false };
}

/**
 * The error that a fault is.
 * @param {Fault} fault
 * @returns {Error}
 */
function errorOf(fault) {
  if (fault.field != null) {
    const problem = fault.message.slice(fault.field.length + 1);
    return argumentError(fault.field, problem, { range: fault.range });
  }
  return new WaBridgeError(fault, fault.causes.length === 0 ? undefined : { cause: causeOf(fault.causes) });
}

/**
 * The chain below a fault. It has no stack of its own: it happened in native code.
 * @param {string[]} causes outermost first
 * @returns {Error}
 */
function causeOf([message, ...below]) {
  const cause = new Error(message, below.length === 0 ? undefined : { cause: causeOf(below) });
  cause.stack = `${cause.name}: ${message}`;
  return cause;
}

/**
 * What native code itself threw: never a fault of the caller.
 * @param {unknown} cause
 */
function internalError(cause) {
  // Not by instanceof: an error that native code made is of another realm in a test runner.
  const message = `an internal error: ${/** @type {any} */ (cause)?.message ?? cause}`;
  const hint = 'This is a bug in wa-bridge: please report it with the log (WA_BRIDGE_LOG=debug).';
  return new WaBridgeError({ code: 'ERR_WA_INTERNAL', message, hint, retryable: false }, { cause });
}

/**
 * Where a call came from, taken when it began: an error that is made later has no such frames.
 * @param {Function} entry the public function; frames above it are left out
 */
function callSite(entry) {
  const site = { stack: '' };
  Error.captureStackTrace(site, entry);
  return site;
}

/**
 * Gives an error the stack of the call that it ends.
 * @template {Error} E
 * @param {E} error
 * @param {{ stack: string }} site
 * @returns {E}
 */
function at(error, site) {
  const frames = site.stack.slice(site.stack.indexOf('\n    at '));
  error.stack = `${error.name}: ${error.message}${frames.startsWith('\n') ? frames : ''}`;
  return error;
}

module.exports = { WaBridgeError, argumentError, errorOf, internalError, callSite, at };
