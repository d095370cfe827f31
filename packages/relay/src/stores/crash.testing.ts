import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import type { Store } from "./store.js";

const KILLS = 20;
/** How many writes are acknowledged before each kill. */
const WRITES = 20;

/**
 * Kills a process that writes without end, again and again: nothing that it acknowledged is lost, and whatever is there
 * is whole. `opening` is the expression by which the process opens the store; `open` opens the same one here.
 */
export const surviveKills = async (opening: string, open: () => Promise<Store>): Promise<void> => {
  const acknowledged: string[] = [];
  for (let round = 1; round <= KILLS; round += 1) {
    acknowledged.push(...(await writeUntilKilled(opening, round)));
    const store = await open();
    const all = await store.documents.find("customers", { prefix: `claim:${round}-` }, 1_000);
    expect(all.length).toBeGreaterThanOrEqual(WRITES);
    for (const { id, claims, body } of all) {
      expect(claims).toEqual([`claim:${id}`]);
      expect(body.name).toBe(id);
    }
    await store.close();
  }
  const store = await open();
  for (const id of acknowledged) {
    expect(await store.documents.find("customers", { claim: `claim:${id}` }, 1)).toMatchObject([{ id }]);
  }
  await store.close();
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * WRITES);
};

/** Gives the ids whose writes were acknowledged before the process was killed. */
const writeUntilKilled = async (opening: string, round: number): Promise<string[]> => {
  const program = `
    const { documents } = await ${opening};
    const write = async (lane) => {
      for (let n = 0; ; n += 1) {
        const id = "${round}-" + lane + "-" + n;
        const body = { name: id, phone: id, email: id, joined: "2026-11-24" };
        const result = await documents.insert("customers", { id, claims: ["claim:" + id], body });
        if (result === "done") process.stdout.write(id + "\\n");
      }
    };
    await Promise.all([write(1), write(2), write(3)]);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const ids: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    ids.push(line);
    if (ids.length === WRITES) child.kill("SIGKILL");
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return ids;
};
