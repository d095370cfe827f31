import type { Card } from "@bean-brew/widget/protocol";
import type { Documents, Stored } from "../ports.js";
import type { Appointment, Customer } from "./records.js";

/** More writes than a call can hold; what is beyond is not looked at. */
const MAX_WRITES = 100;

/** A write of a session's whose record still stands as it left it. */
export interface DoneWrite {
  readonly writeKey: string;
  readonly tool: string;
  /** What its call was, or would have been, told. */
  readonly result: unknown;
  readonly card?: Card;
  /** The number of the customer of whom it tells. */
  readonly concerns: string;
}

/**
 * All that a session has done, told or not: the records are the ledger. Who the caller is by it is not told: that is
 * for the tools to say, and a caller who was not told can be asked. Rejects with `StoreUnavailable` when the
 * store cannot be reached.
 */
export async function writesOf(documents: Documents, sessionId: string): Promise<readonly DoneWrite[]> {
  const prefix = `write:${sessionId}:`;
  const [customers, appointments] = await Promise.all([
    documents.find("customers", { prefix }, MAX_WRITES),
    documents.find("appointments", { prefix }, MAX_WRITES),
  ]);
  const done = ({ id, claims, body }: Stored<Customer | Appointment>): readonly DoneWrite[] => {
    const writeKey = claims.find((claim) => claim.startsWith(prefix));
    const concerns = "customerId" in body ? body.customerId : id;
    return writeKey === undefined || body.lastWrite === undefined ? [] : [{ writeKey, concerns, ...body.lastWrite }];
  };
  return [...customers.flatMap(done), ...appointments.flatMap(done)];
}
