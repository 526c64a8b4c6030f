// @ts-check
// Headings and timings, so that a person sees what a long command is doing and what it cost.

/**
 * @template T
 * @param {string} title
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function stage(title, work) {
  const begun = performance.now();
  console.log(`\n── ${title}`);
  try {
    return await work();
  } finally {
    console.log(`   ${title}: ${seconds(performance.now() - begun)}`);
  }
}

/** @param {number} ms */
function seconds(ms) {
  const whole = Math.round(ms / 1000);
  return whole < 60 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** What a person has to do before this can go on: told without a stack trace. */
export class NeedsPerson extends Error {}

/**
 * Runs a script's main function and turns its outcome into an exit code.
 * @param {() => Promise<boolean | void>} main `false` for a failure that was already told
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) === false ? 1 : 0;
  } catch (error) {
    const plain = error instanceof NeedsPerson || (error instanceof Error && error.name === 'CommandFailed');
    console.error(`\n${plain ? /** @type {Error} */ (error).message : error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}
