// What things cost, measured side by side in one run: `npm run bench -- relay|tools|knowledge|widget`.
interface Bench {
  /** Measures, and prints a table. `args` are the words after the bench's name. */
  run(args: readonly string[]): Promise<void>;
}

const BENCHES: Record<string, () => Promise<Bench>> = {};

const [name = "", ...args] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load === undefined) {
  process.stderr.write(`There is no bench "${name}": npm run bench -- ${Object.keys(BENCHES).join("|")}\n`);
  process.exit(1);
}
await (await load()).run(args);
