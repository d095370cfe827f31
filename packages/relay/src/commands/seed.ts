import { parseArgs } from "node:util";
import { MAX_SEEDED, seedShop } from "@bean-brew/tools";
import { calendarOf } from "../calendar-file.js";
import { StartError } from "../errors.js";
import { orUsage, wholeNumberOption } from "./options.js";
import { progressBar } from "./progress.js";
import { say } from "./terminal.js";
import { withStore } from "./with-store.js";

const USAGE = "seed [--customers N] [--appointments N] [--orders N] [--seed N] [--today YYYY-MM-DD]";
const MAX_SEED = 1_000_000;

/** @throws StartError when it is no day. */
const dayOption = (text: string): number => {
  const at = Date.parse(`${text}T12:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  if (isDay) return at;
  throw new StartError(`--today must be a day such as 2026-11-24, not "${text}".`);
};

/** Fills the store with a shop's worth of made-up data; what is there already is left alone. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values, positionals } = orUsage(USAGE, () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        customers: { type: "string", default: "1000" },
        appointments: { type: "string", default: "500" },
        orders: { type: "string", default: "2000" },
        seed: { type: "string", default: "1" },
        today: { type: "string" },
      },
    }),
  );
  if (positionals.length > 0) throw new StartError(`"seed" takes no ${positionals[0]}. Usage: ${USAGE}`);
  const options = {
    customers: wholeNumberOption("customers", values.customers, MAX_SEEDED),
    appointments: wholeNumberOption("appointments", values.appointments, MAX_SEEDED),
    orders: wholeNumberOption("orders", values.orders, MAX_SEEDED),
    seed: wholeNumberOption("seed", values.seed, MAX_SEED),
    now: values.today === undefined ? Date.now() : dayOption(values.today),
  };
  await withStore(async ({ documents }, config) => {
    const total = options.customers + options.appointments + options.orders;
    const bar = progressBar(process.stderr, "seeding", total);
    const counts = { customer: 0, appointment: 0, order: 0 };
    for await (const kind of seedShop(documents, calendarOf(config), options)) {
      counts[kind] += 1;
      bar.add(1);
    }
    bar.end();
    say(
      `There are ${counts.customer} customers, ${counts.appointment} appointments and ${counts.order} orders of seed ${options.seed}.`,
    );
  });
};
