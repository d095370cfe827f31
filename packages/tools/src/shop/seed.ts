import { longestService, type Calendar } from "../booking/calendar.js";
import { bookableWindow, fits, localTime, slotsBetween } from "../booking/slots.js";
import { customerIdOf } from "../identity/fields.js";
import type { Documents } from "../ports.js";
import { appointmentIdOf, instantText, listingClaims } from "./appointments.js";
import { timesOf } from "./booking.js";
import { customerByClaim, emailClaim, phoneClaim } from "./customers.js";
import { insertNumbered } from "./numbered.js";
import { orderIdOf } from "./orders.js";
import type { Appointment, AppointmentStatus, Customer, Order } from "./records.js";
import { freeSeats } from "./seats.js";
import { FIRST_NAMES, fictionalPhones, GOODS, LAST_NAMES } from "./seed-data.js";

const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** The most of each kind that is put in: there are not many more telephone numbers that nobody has. */
export const MAX_SEEDED = 30_000;
/** Which part of the appointments are to come, as long as the calendar has room for twice as many. */
const TO_COME = 0.3;
/** Which part of the past ones took place; the others were cancelled. */
const KEPT = 0.85;

export interface SeedOptions {
  readonly customers: number;
  readonly appointments: number;
  readonly orders: number;
  /** The same seed makes the same data; another makes other customers. */
  readonly seed: number;
  /** The moment around which everything happens, in ms since 1970. */
  readonly now: number;
}

interface Owner {
  readonly customerId: string;
  readonly customerName: string;
}

interface Seeding extends SeedOptions {
  readonly documents: Documents;
  readonly calendar: Calendar;
  readonly random: () => number;
}

/**
 * Puts a shop's worth of made-up data into a store, and tells of each record that it is there. Each has a claim of
 * its own (`seed:…`), so that what an earlier run has put in is left alone.
 * Throws a `RangeError` when more is asked for than `MAX_SEEDED`.
 */
export async function* seedShop(
  documents: Documents,
  calendar: Calendar,
  options: SeedOptions,
): AsyncGenerator<"customer" | "appointment" | "order"> {
  const { customers, appointments, orders } = options;
  if (Math.max(customers, appointments, orders) > MAX_SEEDED) {
    throw new RangeError(`At most ${MAX_SEEDED} of each kind are made.`);
  }
  const seeding = { ...options, documents, calendar, random: generator(options.seed) };
  const owners: Owner[] = [];
  for await (const owner of seedCustomers(seeding)) {
    owners.push(owner);
    yield "customer";
  }
  yield* seedAppointments(seeding, owners);
  yield* seedOrders(seeding, owners);
}

async function* seedCustomers({ documents, calendar, random, ...options }: Seeding): AsyncGenerator<Owner> {
  const phones = fictionalPhones();
  let at = (options.seed * 1_009) % phones.length;
  for (let index = 0; index < options.customers; index += 1) {
    const [first, last] = [pick(FIRST_NAMES, random), pick(LAST_NAMES, random)];
    const joined = localTime(calendar, options.now - random() * 4 * YEAR).toFormat("yyyy-MM-dd");
    const name = `${first} ${last}`;
    const email = `${first}.${last}.${options.seed}.${index + 1}@example.com`.toLowerCase();
    const claim = `seed:${options.seed}:customer:${index}`;
    const there = await customerByClaim(documents, claim);
    if (there !== undefined) {
      yield { customerId: there.id, customerName: there.body.name };
      continue;
    }
    let customerId: string | undefined;
    // A number may be somebody's already: of the demonstration, or of another seed.
    for (let tries = 0; customerId === undefined; tries += 1) {
      if (tries === phones.length) throw new RangeError("There are no telephone numbers left that nobody has.");
      const phone = phones[at % phones.length]!;
      at += 1;
      if ((await customerByClaim(documents, phoneClaim(phone))) !== undefined) continue;
      const body: Customer = { name, phone, email, joined };
      const claims = [claim, phoneClaim(phone), emailClaim(email)];
      customerId = (await insertNumbered(documents, "customers", customerIdOf, (id) => ({ id, claims, body })))?.id;
    }
    yield { customerId, customerName: name };
  }
}

async function* seedAppointments(seeding: Seeding, owners: readonly Owner[]): AsyncGenerator<"appointment"> {
  const { documents, calendar, random, now, seed } = seeding;
  const coming = shuffled(comingSlots(calendar, now), random);
  const wanted = Math.min(Math.floor(seeding.appointments * TO_COME), Math.floor(coming.length / 2));
  const past = pastSlots(calendar, now, seeding.appointments - wanted);
  for (let index = 0; index < seeding.appointments && owners.length > 0; index += 1) {
    const owner = pick(owners, random);
    const service = pick(calendar.services, random);
    const luck = random();
    const claim = `seed:${seed}:appointment:${index}`;
    const isThere = async () => (await documents.find("appointments", { claim }, 1)).length > 0;
    let isDone = await isThere();
    while (!isDone) {
      const place =
        index < wanted ? await freePlace(seeding, coming, service) : { start: past[index - wanted], seats: [] };
      const { start, seats } = place ?? { seats: [] };
      if (start === undefined) break;
      const status: AppointmentStatus = index < wanted ? "Scheduled" : luck < KEPT ? "Completed" : "Cancelled";
      const body: Appointment = { ...owner, ...timesOf(service, start), service: service.name, status };
      const inserted = await insertNumbered(documents, "appointments", appointmentIdOf, (id) => ({
        id,
        claims: [claim, ...seats, ...listingClaims(calendar, id, body)],
        body,
      }));
      // The place may be somebody's by now.
      isDone = inserted !== undefined || (await isThere());
    }
    if (!isDone) continue;
    yield "appointment";
  }
}

/** Takes places from `coming` until one is free. */
async function freePlace(
  { documents, calendar }: Seeding,
  coming: number[],
  service: Calendar["services"][number],
): Promise<{ readonly start: number; readonly seats: readonly string[] } | undefined> {
  for (let start = coming.pop(); start !== undefined; start = coming.pop()) {
    const seats = await freeSeats(documents, calendar, service, start);
    if (seats !== undefined) return { start, seats };
  }
  return undefined;
}

async function* seedOrders(seeding: Seeding, owners: readonly Owner[]): AsyncGenerator<"order"> {
  const { documents, random, now, seed } = seeding;
  for (let index = 0; index < seeding.orders && owners.length > 0; index += 1) {
    const owner = pick(owners, random);
    const age = random() * YEAR;
    const count = 1 + Math.floor(random() * 3);
    const lines = Array.from({ length: count }, () => ({
      ...pick(GOODS, random),
      quantity: 1 + Math.floor(random() * 6),
    }));
    const status = random() < 0.05 ? "Cancelled" : age < 2 * DAY ? "Pending" : age < 6 * DAY ? "Shipped" : "Delivered";
    const claim = `seed:${seed}:order:${index}`;
    if ((await documents.find("orders", { claim }, 1)).length === 0) {
      const placed = instantText(Math.floor((now - age) / 1_000) * 1_000);
      const body: Order = { ...owner, placed, lines, status };
      await insertNumbered(documents, "orders", orderIdOf, (id) => ({
        id,
        claims: [claim, `of:${owner.customerId}#${id}`],
        body,
      }));
    }
    yield "order";
  }
}

/** From tomorrow on, as far as the calendar goes. */
function comingSlots(calendar: Calendar, now: number): number[] {
  const { from, to } = bookableWindow(calendar, now);
  const longest = longestService(calendar);
  const slots = slotsBetween(calendar, localTime(calendar, from).endOf("day").toMillis(), to);
  return [...slots].filter((slot) => fits(longest, slot)).map(({ start }) => start);
}

/** The last so many slots, going back as far as it takes. */
function pastSlots(calendar: Calendar, now: number, count: number): number[] {
  const longest = longestService(calendar);
  const starts: number[] = [];
  // A calendar that is always closed has none.
  for (let day = 1; starts.length < count && day <= 20 * 365; day += 1) {
    const end = now - day * DAY;
    const slots = [...slotsBetween(calendar, end - DAY + 1, end)].filter((slot) => fits(longest, slot));
    starts.push(...slots.map(({ start }) => start).reverse());
  }
  return starts.slice(0, count);
}

/** Mulberry32: the same numbers for the same seed everywhere. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)]!;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
}
