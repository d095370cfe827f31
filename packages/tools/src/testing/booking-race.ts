import assert from "node:assert/strict";
import type { Outcome } from "../answer.js";
import { defaultCalendar } from "../booking/calendar.js";
import { MAX_FOUND } from "../limits.js";
import type { Documents } from "../ports.js";
import { fakeShop, type FakeCall, type FakeShop } from "./fake-shop.js";

/** The slot that is raced for, as claims on it begin. */
const SLOT = "slot:2026-11-24T15:00:00Z#";
const WANTED = { customer_id: "CUST0001", date: "2026-11-24T10:00", service: "Review" };

export interface RaceOptions {
  readonly callers: number;
  /** Appointments that can be held at the same time. */
  readonly capacity: number;
  /** Tells the callers of one process from those of another. */
  readonly from?: string;
}

/**
 * Lets callers book one slot at the same moment, spread over connections to one store. The demonstration customers
 * are put in if they are not there. Gives what each caller was told.
 */
export async function raceForSlot(
  connections: readonly Documents[],
  { callers, capacity, from = "caller" }: RaceOptions,
): Promise<readonly Outcome[]> {
  const calendar = { ...defaultCalendar("America/New_York"), capacity };
  const shops: FakeShop[] = [];
  // One after the other: the second finds the demonstration customers there.
  for (const documents of connections) shops.push(await fakeShop({ documents, calendar }));
  return Promise.all(
    Array.from({ length: callers }, (_, n) => {
      const shop = shops[n % shops.length];
      assert.ok(shop !== undefined, "A race needs a connection.");
      return persist(shop.openCall({ scope: "staff", sessionId: `${from}-${n}` }));
    }),
  );
}

/** What a busy machine answers when it needs longer than a tool, or a store, may take. */
const LATE: readonly unknown[] = ["timeout", "unavailable"];

/** Who was too late to be answered asks again, and must hear what became of it. */
async function persist(call: FakeCall): Promise<Outcome> {
  for (;;) {
    const outcome = await call("create_appointment", WANTED);
    if (!LATE.includes((outcome.result as { code?: string }).code)) return outcome;
  }
}

/**
 * Whether a race ended as it must: exactly `capacity` callers have an appointment each and nobody else has a trace of
 * one, and every other was told that the slot is gone and what is free. `outcomes` are those of all processes.
 */
export async function checkRace(documents: Documents, outcomes: readonly Outcome[], capacity: number): Promise<void> {
  const won = outcomes.filter(({ ok }) => ok).map(({ result }) => (result as { id: string }).id);
  assert.equal(new Set(won).size, capacity, "exactly as many as there are seats have an appointment");
  assert.equal(won.length, capacity, "nobody shares an appointment");
  for (const { ok, result } of outcomes) {
    if (ok) continue;
    const { code, error, available_slots: free } = result as { code: string; error: string; available_slots: string[] };
    assert.equal(code, "conflict", error);
    assert.match(error, /no longer available/);
    assert.equal(free.length, 3);
  }
  const held = await documents.find("appointments", { prefix: SLOT }, MAX_FOUND);
  assert.deepEqual(held.map(({ id }) => id).sort(), [...won].sort(), "the slot is held by those who were told so");
  const written = await documents.find("appointments", { prefix: "day:2026-11-24#" }, MAX_FOUND);
  const traces = written.filter(({ claims }) => claims.some((claim) => claim.startsWith("write:")));
  assert.deepEqual(traces.map(({ id }) => id).sort(), [...won].sort(), "nobody else left a trace");
}
