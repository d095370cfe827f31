// Everything about the code that needs no run: types, lint, format, unused code, the published packages' manifests.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = "node_modules/typescript-native/bin/tsc";
const ATTW = "node_modules/@arethetypeswrong/cli/dist/index.js";
/** What one check may print. */
const MAX_OUTPUT_BYTES = 16_000_000;
const packages = readdirSync(join(root, "packages")).map((name) => `packages/${name}`);

const CHECKS = [
  ["types", tsc, "-b"],
  ["types without DOM or Node", tsc, "-p", "packages/widget/tsconfig.pure.json"],
  ["types of tests", tsc, "-p", "tsconfig.tests.json"],
  ["lint", "node_modules/eslint/bin/eslint.js", "."],
  ["format", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
  ["unused code", "node_modules/knip/bin/knip.js"],
  ...packages.map((path) => [`publint ${path}`, "node_modules/publint/src/cli.js", "--strict", "--pack", "npm", path]),
  // Are the types wrong? Of what is published as modules only.
  ...packages.map((path) => [`attw ${path}`, ATTW, "--pack", path, "--profile", "esm-only", "--format", "ascii"]),
];

const failed = CHECKS.filter(([name, script, ...args]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  if (status !== 0) console.log(`${stdout}${stderr}`);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name}`);
  return status !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;
