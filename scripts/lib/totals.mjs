// @ts-check
// Counts tests from the runners' own reports.

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/** @param {Totals[]} parts @returns {Totals} */
export function sum(parts) {
  return parts.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: total.skipped + part.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * libtest prints one result line per test binary.
 * @param {string} output of `cargo test`
 * @returns {Totals}
 */
export function fromCargo(output) {
  const line = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm;
  return sum([...output.matchAll(line)].map(([, passed, failed, skipped]) => totals(passed, failed, skipped)));
}

/**
 * A test file that could not even be loaded holds no test that Jest could count: it is one failure.
 * @param {string} json written by `jest --json`
 * @returns {Totals}
 */
export function fromJest(json) {
  const report = JSON.parse(json);
  return totals(
    report.numPassedTests,
    report.numFailedTests + report.numRuntimeErrorTestSuites,
    report.numPendingTests + report.numTodoTests,
  );
}

/** @param {Totals} total */
export function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {(string | number)[]} counts @returns {Totals} */
function totals(...counts) {
  const [passed, failed, skipped] = counts.map(Number);
  return { passed, failed, skipped };
}
