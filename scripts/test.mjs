// All tests of all runners: `npm test`, or a part: `npm test -- --only unit|system|browser`. Ends with one line of counts.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureRequirements } from "./requirements.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), "bean-brew-test-"));

/** How much is told again of a failure at the end, in characters. */
const MAX_FAILURE_CHARS = 1_000;

/** Runs a program, shows what it prints, and gives back its exit code and its output. */
const run = (script, args, cwd = root) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.on("close", (code) => resolve({ code, output }));
  });

/** The tests that failed and why, and files that did so before they had one. */
const failuresOf = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [`${file}\n${message}`] : [];
    return failed.map(({ fullName, failureMessages }) => `${file} › ${fullName}\n${failureMessages.join("\n")}`);
  });

const vitest = async (project) => {
  const report = join(scratch, `${project}.json`);
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(join(root, "node_modules/vitest/vitest.mjs"), args);
  try {
    const results = JSON.parse(readFileSync(report, "utf8"));
    const { numPassedTests: passed, numPendingTests, numTodoTests } = results;
    const failures = failuresOf(results);
    return { code, passed, failed: failures.length, skipped: numPendingTests + numTodoTests, failures };
  } catch {
    return { code, passed: 0, failed: 0, skipped: 0, failures: [] };
  }
};

const webTestRunner = async () => {
  const widget = join(root, "packages/widget");
  const { code, output } = await run(join(widget, "node_modules/@web/test-runner/dist/bin.js"), [], widget);
  const [counts] = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].slice(-1);
  const [passed = 0, failed = 0, skipped = 0] = (counts ?? []).slice(1).map((count) => Number(count ?? 0));
  const failures = [...output.matchAll(/^✗ (.+(?:\n(?![✓✗-] |\d+ passed).*)*)/gm)].map(([, what]) => what);
  return { code, passed, failed, skipped, failures };
};

const PARTS = { unit: () => vitest("unit"), browser: webTestRunner, system: () => vitest("system") };

const { values } = parseArgs({ options: { only: { type: "string" } } });
if (values.only !== undefined && !Object.hasOwn(PARTS, values.only)) {
  console.error(`--only takes one of ${Object.keys(PARTS).join(", ")}, not ${values.only}.`);
  process.exit(1);
}

ensureRequirements();
const totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
for (const [name, part] of Object.entries(PARTS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const { code, passed, failed, skipped, failures } = await part();
  totals.passed += passed;
  // A runner that fails without a failed test (it could not start, a file could not be read) is a failure, too.
  const isLost = failed === 0 && (code !== 0 || passed === 0);
  totals.failed += isLost ? 1 : failed;
  totals.skipped += skipped;
  totals.failures.push(...failures, ...(isLost ? [`the ${name} tests ended with code ${code}`] : []));
}
rmSync(scratch, { recursive: true, force: true });
// What failed long ago is told where it is looked for: at the end.
totals.failures.forEach((what) => console.log(`✗ ${what.slice(0, MAX_FAILURE_CHARS).trimEnd()}`));
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`,
);
process.exitCode = totals.failed > 0 ? 1 : 0;
