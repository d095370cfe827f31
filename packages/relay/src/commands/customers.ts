import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { customerIdSchema } from "@bean-brew/tools";
import { StartError } from "../errors.js";
import { erasePerson, personOf } from "../stores/person.js";
import { orUsage } from "./options.js";
import { say } from "./terminal.js";
import { withStore } from "./with-store.js";

const USAGE = "customers export ID, or customers erase ID";

/** What waits on this machine for a store that is away is nobody's until the store has it. @throws StartError */
const requireNothingSpilled = async (dataDir: string): Promise<void> => {
  const folder = join(dataDir, "spill");
  const files = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  if (sizes.every((size) => size === 0)) return;
  throw new StartError(
    `Conversations wait in ${folder} for the store, and may be this person's: start the relay while the store can be reached, so that it takes them, and do this again.`,
  );
};

/** Prints or erases what is stored of one person: account, appointments, orders, conversations. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { positionals } = orUsage(USAGE, () => parseArgs({ args: [...args], allowPositionals: true }));
  const [deed, given, ...more] = positionals;
  if ((deed !== "export" && deed !== "erase") || given === undefined || more.length > 0) {
    throw new StartError(`"customers" wants to know what to do, and for whom. Usage: ${USAGE}`);
  }
  const parsed = customerIdSchema("").safeParse(given);
  if (!parsed.success) {
    throw new StartError(`"${given}" is not a customer's number: it is CUST and a number, such as CUST0042.`);
  }
  const id = parsed.data;
  await withStore(async (store, config) => {
    await requireNothingSpilled(config.DATA_DIR);
    const person = await personOf(store, id);
    const { customer, appointments, orders, conversations } = person;
    const isKnown = customer ?? appointments[0] ?? orders[0] ?? conversations[0];
    if (isKnown === undefined) throw new StartError(`Nothing is stored of ${id}.`);
    if (deed === "export") return say(JSON.stringify(person, undefined, 2));
    await erasePerson(store, id);
    say(
      `${id} is erased: ${customer ? "the account" : "no account"}, ${appointments.length} appointments, ${orders.length} orders, ${conversations.length} conversations.`,
    );
  });
};
