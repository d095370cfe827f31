// What things cost, measured side by side in one run: `npm run bench -- relay|tools|knowledge|widget`.
interface Bench {
  /** Measures, and prints a table. `args` are the words after the bench's name. */
  run(args: readonly string[]): Promise<void>;
}

const BENCHES: Record<string, () => Promise<Bench>> = {
  relay: () => import("./relay.js"),
  tools: () => import("./tools.js"),
  knowledge: () => import("./knowledge.js"),
  widget: () => import("./widget.js"),
};

const [name = "", ...args] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load === undefined) {
  process.stderr.write(`There is no bench "${name}": npm run bench -- ${Object.keys(BENCHES).join("|")}\n`);
  process.exit(1);
}

/** Options that cannot be read are the person's at the terminal to put right; anything else is a fault, shown whole. */
const isOfOptions = (error: unknown): error is Error =>
  error instanceof RangeError ||
  (error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS"));

try {
  await (await load()).run(args);
} catch (error) {
  if (!isOfOptions(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
