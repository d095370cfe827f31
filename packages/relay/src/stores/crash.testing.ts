import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { MAX_FOUND } from "@bean-brew/tools";
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

/** How often a process that books is killed, and after how many of its words. */
const BOOKING_KILLS = 8;
const BOOKING_WORDS = 24;
const testing = new URL("../../../tools/dist/testing.js", import.meta.url).href;

/**
 * Kills a process that books, moves, cancels and writes conversations down, again and again: no slot is taken without an
 * appointment and none by two, what was acknowledged stands, and a conversation has no gap.
 */
export const surviveKilledBookings = async (opening: string, open: () => Promise<Store>): Promise<void> => {
  for (let round = 1; round <= BOOKING_KILLS; round += 1) {
    const words = (await wordsUntilKilled(bookingProgram(opening, round), BOOKING_WORDS)).map(
      (word) => JSON.parse(word) as Word,
    );
    const store = await open();
    const all = await store.documents.find("appointments", { prefix: "of:" }, MAX_FOUND);
    const held = all.flatMap(({ body, claims }) => {
      const slots = claims.filter((claim) => claim.startsWith("slot:"));
      expect(slots).toEqual(body.status === "Scheduled" ? [`slot:${body.start}#1`] : []);
      return slots;
    });
    expect(new Set(held).size).toBe(held.length);
    const bodies = new Map(all.map(({ id, body }) => [id, body]));
    for (const word of words) {
      if ("n" in word) continue;
      expect(bodies.has(word.id)).toBe(true);
      if (word.status === "Cancelled") expect(bodies.get(word.id)?.status).toBe("Cancelled");
    }
    const told = words.flatMap((word) => ("n" in word ? [word.n] : []));
    const written = (await store.journal.read(`session-${round}`, 0)).map(({ n }) => n);
    expect(written).toEqual(written.map((_, index) => index + 1));
    expect(written.length).toBeGreaterThanOrEqual(told.at(-1) ?? 0);
    await store.close();
  }
};

type Word = { readonly id: string; readonly status: string } | { readonly n: number };

/** Three callers, each of whom has days of its own, and a conversation. */
const bookingProgram = (opening: string, round: number): string => `
  const { fakeShop } = await import(${JSON.stringify(testing)});
  const { documents, journal } = await ${opening};
  const shop = await fakeShop({ documents });
  const say = (word) => process.stdout.write(JSON.stringify(word) + "\\n");
  const visit = async (lane) => {
    const call = shop.openCall({ scope: "staff", sessionId: "visit-${round}-" + lane });
    const day = "2026-12-" + String(7 + lane).padStart(2, "0");
    for (let n = 0; ; n += 1) {
      const at = (hour) => day + "T" + String(9 + ((hour + n) % 8)).padStart(2, "0") + ":00";
      const booked = await call("create_appointment", { customer_id: "CUST0001", date: at(0), service: "Review" });
      if (!booked.ok) continue;
      say({ id: booked.result.id, status: "Scheduled" });
      await call("reschedule_appointment", { appointment_id: booked.result.id, new_date: at(1) });
      if ((n + lane) % 3 === 0) continue;
      const cancelled = await call("cancel_appointment", { appointment_id: booked.result.id });
      if (cancelled.ok) say({ id: booked.result.id, status: "Cancelled" });
    }
  };
  const talk = async () => {
    for (let n = 1; ; n += 1) {
      if ((await journal.append("session-${round}", [{ n, at: n, note: "parted" }])) === "done") say({ n });
    }
  };
  await Promise.all([visit(0), visit(1), visit(2), talk()]);
`;

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
  return wordsUntilKilled(program, WRITES);
};

/** What a process has said, a line each, when it was killed after so many. */
const wordsUntilKilled = async (program: string, count: number): Promise<string[]> => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const words: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    words.push(line);
    if (words.length === count) child.kill("SIGKILL");
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return words;
};
