// All tests of all runners: `npm test`, or a part: `npm test -- --only unit|system|browser`. Ends with one line of counts.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureRequirements } from "./requirements.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), "bean-brew-test-"));

/** Runs a program, shows what it prints, and gives back its exit code and the end of its output. */
const run = (script, args, cwd = root) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ["ignore", "pipe", "inherit"] });
    let tail = "";
    child.stdout.on("data", (chunk) => {
      process.stdout.write(chunk);
      tail = (tail + chunk).slice(-4_000);
    });
    child.on("close", (code) => resolve({ code, tail }));
  });

const vitest = async (project) => {
  const report = join(scratch, `${project}.json`);
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(join(root, "node_modules/vitest/vitest.mjs"), args);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, "utf8"));
    return { code, passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { code, passed: 0, failed: 0, skipped: 0 };
  }
};

const webTestRunner = async () => {
  const widget = join(root, "packages/widget");
  const { code, tail } = await run(join(widget, "node_modules/@web/test-runner/dist/bin.js"), [], widget);
  const [, passed, failed, skipped] = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(tail) ?? [];
  return { code, passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: Number(skipped ?? 0) };
};

const PARTS = { unit: () => vitest("unit"), browser: webTestRunner, system: () => vitest("system") };

const { values } = parseArgs({ options: { only: { type: "string" } } });
if (values.only !== undefined && !Object.hasOwn(PARTS, values.only)) {
  console.error(`--only takes one of ${Object.keys(PARTS).join(", ")}, not ${values.only}.`);
  process.exit(1);
}

ensureRequirements();
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const [name, part] of Object.entries(PARTS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const { code, passed, failed, skipped } = await part();
  totals.passed += passed;
  // A runner that fails without a failed test (it could not start, a file could not be read) is a failure, too.
  totals.failed += code !== 0 && failed === 0 ? 1 : failed;
  totals.skipped += skipped;
  if (code === 0 && passed === 0) totals.failed += 1;
}
rmSync(scratch, { recursive: true, force: true });
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`,
);
process.exitCode = totals.failed > 0 ? 1 : 0;
