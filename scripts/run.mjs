// Every root script starts here, so that it works straight after `git clone`: finds pnpm, installs when the locked
// set has changed, builds when a source has changed, and runs the task. Needs Node and npm, nothing else.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const local = (...path) => join(root, ...path);
const manifest = JSON.parse(readFileSync(local("package.json"), "utf8"));
const PNPM = manifest.packageManager.split("@")[1];

/** What installing and building print is no part of what the task prints: it goes to standard error. */
const ASIDE = ["inherit", process.stderr.fd, process.stderr.fd];

/** Runs a program to its end; a failure ends this one. */
const run = (command, args, { env = process.env, stdio = "inherit" } = {}) => {
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(command, args, { cwd: root, stdio, shell, env });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
};
const node = (script, ...args) => run(process.execPath, [local(script), ...args]);

/** pnpm on the PATH if it is of the pinned major, else the pinned one by npx. */
const pnpm = () => {
  const found = spawnSync("pnpm", ["--version"], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  const major = found.status === 0 ? found.stdout.trim().split(".")[0] : undefined;
  return major === PNPM.split(".")[0] ? ["pnpm"] : ["npx", "-y", "--prefer-offline", `pnpm@${PNPM}`];
};

const hash = (parts) => createHash("sha256").update(parts.join("\0")).digest("hex");

/** What says for which key a piece of work was done last. It goes with node_modules. */
const stampOf = (name) => local("node_modules", `.stamp-${name}`);

/** Does `work` unless it was done for the same `key`. */
const once = (name, key, work) => {
  const stamp = stampOf(name);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return;
  work();
  writeFileSync(stamp, key);
};

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["dist", "node_modules"].includes(entry.name) ? [] : filesUnder(path);
    return [path];
  });

const install = () => {
  const manifests = [
    "package.json",
    "pnpm-workspace.yaml",
    "pnpm-lock.yaml",
    "tests/package.json",
    "bench/package.json",
  ];
  const packages = readdirSync(local("packages")).map((name) => `packages/${name}/package.json`);
  const texts = [...manifests, ...packages].filter((path) => existsSync(local(path)));
  once("install", hash([process.version, ...texts.map((path) => readFileSync(local(path), "utf8"))]), () => {
    // What is built needs the development dependencies, whatever the environment of the program that is run after.
    // What goes wrong here is said, though npm says nothing of tasks.
    const env = { ...process.env, NODE_ENV: "development", CI: "true", npm_config_loglevel: "error" };
    const prefix = dirname(dirname(process.execPath));
    if (existsSync(join(prefix, "include/node/node.h"))) env.npm_config_nodedir = prefix;
    const [command, ...args] = pnpm();
    run(command, [...args, "install", "--frozen-lockfile"], { env, stdio: ASIDE });
  });
};

const compile = () => {
  const sources = [
    ...filesUnder(local("packages")),
    ...filesUnder(local("bench")),
    local("tsconfig.base.json"),
    local("tsconfig.json"),
  ];
  const built = [
    "widget/dist/bean-brew-agent.js",
    "relay/dist/cli.js",
    "emulator/dist/cli.js",
    "../bench/dist/main.js",
  ];
  // What was taken away is made again; the compiler looks at the sources only.
  const isComplete = built.every((path) => existsSync(local("packages", path)));
  if (!isComplete) rmSync(stampOf("build"), { force: true });
  const states = sources.map((path) => `${path}:${statSync(path).mtimeMs}:${statSync(path).size}`);
  once("build", hash(states), () => {
    const tsc = local("node_modules/typescript-native/bin/tsc");
    run(process.execPath, [tsc, "-b", ...(isComplete ? [] : ["--force"])], { stdio: ASIDE });
    const rollup = local("packages/widget/node_modules/rollup/dist/bin/rollup");
    const { status } = spawnSync(process.execPath, [rollup, "-c", "--silent"], {
      cwd: local("packages/widget"),
      stdio: ASIDE,
    });
    if (status !== 0) process.exit(status ?? 1);
  });
};

/** Embeds the built-in texts; only those that have changed. Where the model does not run, the relay does it, or does without. */
const index = () => {
  const texts = filesUnder(local("packages/relay/knowledge")).map((path) => readFileSync(path, "utf8"));
  const made = ["chunks.js", "index/store.js"].map((name) =>
    readFileSync(local("packages/relay/dist/knowledge", name), "utf8"),
  );
  const isThere = existsSync(local("packages/relay/dist/knowledge-index/manifest.json"));
  if (!isThere) rmSync(stampOf("knowledge"), { force: true });
  once("knowledge", hash([...texts, ...made]), () =>
    run(process.execPath, [local("scripts/knowledge-index.mjs")], { stdio: ASIDE }),
  );
};

/** Runs a package's program in this process: one process to see, to signal and to kill. */
const program = async (path, args) => {
  process.argv.splice(1, process.argv.length, local(path), ...args);
  await import(pathToFileURL(local(path)).href);
};

const [task, ...args] = process.argv.slice(2);
const serve = (args) => {
  process.env.SITE_DIR ||= local("examples/script-tag");
  return program("packages/relay/dist/cli.js", args);
};

const tasks = {
  build: () => undefined,
  start: () => serve(args),
  relay: () => serve(args),
  emulator: () => program("packages/emulator/dist/cli.js", args),
  test: () => node("scripts/test.mjs", ...args),
  bench: () => program("bench/dist/main.js", args),
  check: () => node("scripts/check.mjs", ...args),
  format: () => node("node_modules/prettier/bin/prettier.cjs", "--write", "."),
  screenshots: () => node("scripts/screenshots.mjs", ...args),
  changeset: () => node("node_modules/@changesets/cli/bin.js", ...args),
};
if (!Object.hasOwn(tasks, task)) {
  console.error(`There is no task "${task ?? ""}": one of ${Object.keys(tasks).join(", ")}.`);
  process.exit(1);
}
install();
compile();
index();
await tasks[task]();
