import { MAX_FOUND, type Collections, type Documents, type Stored } from "@bean-brew/tools";
import { customerOf, type Entry } from "../session/journal.js";
import type { Store } from "./store.js";

/** The most conversations of one person that are looked at in one go. */
const MAX_CONVERSATIONS = 10_000;

type Owned = "appointments" | "orders";
type Record<C extends keyof Collections> = { readonly id: string } & Collections[C];

/** All that is stored of one person. */
export interface Person {
  readonly customer?: Record<"customers">;
  readonly appointments: readonly Record<"appointments">[];
  readonly orders: readonly Record<"orders">[];
  readonly conversations: readonly ({ readonly session: string } & Own)[];
}

/** What of a conversation is one person's to see. */
interface Own {
  readonly entries: readonly Entry[];
  /** How many entries are not told, because they may be somebody else's. */
  readonly leftOut?: number;
}

/**
 * The words are the person's where they were identified and nobody else was told of. Elsewhere, as where the staff asked, or
 * somebody who guessed at a number, only the calls that concern the person are.
 */
const ownOf = (entries: readonly Entry[], id: string): Own => {
  const isTheirs =
    entries.some((entry) => "note" in entry && entry.note === "identified" && entry.identity.customerId === id) &&
    entries.every((entry) => (customerOf(entry) ?? id) === id);
  if (isTheirs) return { entries };
  const own = entries.filter((entry) => customerOf(entry) === id);
  const calls = new Set(own.flatMap((entry) => ("note" in entry && entry.note === "answered" ? [entry.id] : [])));
  const isOwn = (entry: Entry): boolean =>
    customerOf(entry) === id || ("note" in entry && entry.note === "called" && calls.has(entry.call.id));
  const kept = entries.filter(isOwn);
  return { entries: kept, leftOut: entries.length - kept.length };
};

export const personOf = async ({ documents, journal }: Store, id: string): Promise<Person> => {
  const customer = await documents.get("customers", id);
  const [appointments, orders] = [await ownedBy(documents, "appointments", id), await ownedBy(documents, "orders", id)];
  const sessions = await journal.sessionsOf(id, MAX_CONVERSATIONS);
  const conversations = await Promise.all(
    sessions.map(async (session) => ({ session, ...ownOf(await journal.read(session, 0), id) })),
  );
  return {
    ...(customer && { customer: { id, ...customer.body } }),
    appointments: appointments.map((found) => ({ id: found.id, ...found.body })),
    orders: orders.map((found) => ({ id: found.id, ...found.body })),
    conversations,
  };
};

/**
 * Erases all that is stored of one person. The account goes last: when it is cut short, the person is still there
 * to be erased again.
 */
export const erasePerson = async ({ documents, journal }: Store, id: string): Promise<void> => {
  for (;;) {
    const sessions = await journal.sessionsOf(id, MAX_CONVERSATIONS);
    if (sessions.length === 0) break;
    for (const session of sessions) await journal.erase(session);
  }
  for (const collection of ["appointments", "orders"] as const) {
    for (const found of await ownedBy(documents, collection, id)) await documents.remove(collection, found.id);
  }
  await documents.remove("customers", id);
};

/** What a customer is the owner of, however much that is: where one look finds all that it may, it looks more closely. */
const ownedBy = async <C extends Owned>(
  documents: Documents,
  collection: C,
  customerId: string,
): Promise<Stored<Collections[C]>[]> => {
  const look = async (prefix: string): Promise<readonly Stored<Collections[C]>[]> => {
    const found = await documents.find(collection, { prefix }, MAX_FOUND);
    if (found.length < MAX_FOUND) return found;
    return (await Promise.all([..."0123456789"].map((digit) => look(prefix + digit)))).flat();
  };
  const found = await look(`of:${customerId}#${collection === "appointments" ? "APT" : "ORD"}`);
  return [...found].sort((a, b) => a.id.localeCompare(b.id));
};
