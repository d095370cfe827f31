import { expect } from "vitest";
import type { Documents } from "../ports.js";
import type { FakeShop } from "../testing/fake-shop.js";

const TUESDAY = "2026-11-24T10:00";
const FRIDAY = "2026-11-27T11:00";
/** Maya's from the beginning, and those of the writes. */
const [HERS, TUESDAY_SLOT, FRIDAY_SLOT] = ["2026-11-26T17:00:00Z", "2026-11-24T15:00:00Z", "2026-11-27T16:00:00Z"];

/** A write, made in a shop where Maya has an appointment on Tuesday at ten. */
export interface SomeWrite {
  readonly tool: string;
  /** `id` is the appointment's. */
  args(id: string): object;
  /** What is stored once it was done: once, wherever it was cut. */
  expectDone(documents: Documents): Promise<void>;
}

/** Of Maya's appointments each that takes place holds its slot, and no other holds any. Gives the slots. */
export async function slotsOfMaya(documents: Documents): Promise<readonly string[]> {
  const found = await documents.find("appointments", { prefix: "of:CUST0001#" }, 100);
  for (const { body, claims } of found) {
    const held = claims.filter((claim) => claim.startsWith("slot:"));
    expect(held).toEqual(body.status === "Scheduled" ? [`slot:${body.start}#1`] : []);
  }
  return found.filter(({ body }) => body.status === "Scheduled").map(({ body }) => body.start);
}

const expectSlots =
  (...slots: string[]) =>
  async (documents: Documents): Promise<void> =>
    expect([...(await slotsOfMaya(documents))].sort()).toEqual([HERS, ...slots].sort());

/** Every tool that writes, once. */
export const WRITES: readonly SomeWrite[] = [
  {
    tool: "create_appointment",
    args: () => ({ customer_id: "CUST0001", date: FRIDAY, service: "Review" }),
    expectDone: expectSlots(TUESDAY_SLOT, FRIDAY_SLOT),
  },
  {
    tool: "reschedule_appointment",
    args: (id) => ({ appointment_id: id, new_date: FRIDAY }),
    expectDone: expectSlots(FRIDAY_SLOT),
  },
  { tool: "cancel_appointment", args: (id) => ({ appointment_id: id }), expectDone: expectSlots() },
  {
    tool: "update_appointment_status",
    args: (id) => ({ appointment_id: id, new_status: "Completed" }),
    expectDone: expectSlots(),
  },
  {
    tool: "create_customer_account",
    args: () => ({ name: "Ada Park", phone: "+1 212 555 0190", email: "ada@example.com" }),
    expectDone: async (documents) => {
      expect(await documents.find("customers", { claim: "phone:+12125550190" }, 10)).toHaveLength(1);
      expect(await documents.find("customers", { claim: "email:ada@example.com" }, 10)).toHaveLength(1);
    },
  },
];

/** Has Maya book Tuesday at ten, and gives the appointment's id. */
export async function bookTuesday(shop: FakeShop): Promise<string> {
  const call = shop.openCall({ scope: "staff", sessionId: "before" });
  const booked = await call("create_appointment", { customer_id: "CUST0001", date: TUESDAY, service: "Review" });
  return (booked.result as { id: string }).id;
}
