/** Test results of every session's suites, flat, with the names of what they are in. */
function* testsOf(suite, names = []) {
  for (const test of suite.tests) yield { ...test, name: [...names, test.name].join(" › ") };
  for (const inner of suite.suites) yield* testsOf(inner, [...names, inner.name]);
}

/** What went wrong; what was expected and what came is told in full where the message shortens it. */
const explain = ({ message, stack = "", expected, actual }) =>
  [`  ${message}`, expected && `  expected: ${expected}`, actual && `  actual: ${actual}`, stack]
    .filter(Boolean)
    .join("\n");

/**
 * A reporter that tells what failed and why, and ends with a line that can be counted: `N passed, N failed, N skipped`.
 * @param {string[]} missing What cannot be run here, each with the reason.
 */
export const countingReporter = (missing = []) => ({
  onTestRunFinished({ sessions }) {
    let passed = 0;
    let failed = 0;
    let skipped = missing.length;
    missing.forEach((what) => console.log(`- ${what}`));
    for (const session of sessions) {
      const before = failed;
      const where = `${session.browser.name} ${session.testFile.split("/").at(-1)}`;
      for (const error of session.errors) {
        failed += 1;
        console.log(`✗ ${where}: ${error.message}\n${error.stack ?? ""}`);
      }
      const tests = session.testResults ? [...testsOf(session.testResults)] : [];
      // A file without a test is a file that did not run.
      if (tests.length === 0 && session.errors.length === 0) {
        failed += 1;
        console.log(`✗ ${where}: no test ran`);
      }
      for (const test of tests) {
        if (test.skipped) skipped += 1;
        else if (test.passed) passed += 1;
        else failed += 1;
        console.log(`${test.skipped ? "-" : test.passed ? "✓" : "✗"} ${where} › ${test.name}`);
        if (test.error) console.log(explain(test.error));
      }
      if (failed > before) session.logs.forEach((log) => console.log("  console:", ...log));
    }
    console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  },
});
