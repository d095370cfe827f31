import { longestService, serviceNamed, type Calendar } from "../booking/calendar.js";
import { bookableWindow, fits, localTime, slotsBetween, type Slot } from "../booking/slots.js";
import { customerIdOf } from "../identity/fields.js";
import type { Clock, Documents } from "../ports.js";
import { appointmentIdOf, instantText, listingClaims } from "./appointments.js";
import { timesOf } from "./booking.js";
import { customerByClaim, emailClaim, phoneClaim } from "./customers.js";
import { APPOINTMENTS, CUSTOMERS, ORDERS, type DemoAppointment, type DemoOrder } from "./demo-data.js";
import { insertNumbered } from "./numbered.js";
import { orderIdOf } from "./orders.js";
import type { Appointment, Customer, Order } from "./records.js";
import { freeSeats } from "./seats.js";

const DAY = 86_400_000;
const SECOND = 1_000;
/** How far back past appointments are spread, in ms. */
const PAST = 60 * DAY;

interface Owner {
  readonly customerId: string;
  readonly customerName: string;
}

/**
 * Puts demonstration customers, appointments and orders into a store, at times relative to the clock. Each document
 * has a claim of its own, so that what is there already is left alone, whoever seeds at the same time.
 */
export async function seedDemo(documents: Documents, clock: Clock, calendar: Calendar): Promise<void> {
  const now = clock();
  const owners = new Map<string, Owner>();
  for (const customer of CUSTOMERS) owners.set(customer.email, await seedCustomer(documents, customer));
  const ownerOf = (email: string): Owner => {
    const owner = owners.get(email);
    if (owner === undefined) throw new Error(`${email} is no demonstration customer.`);
    return owner;
  };

  const longest = longestService(calendar);
  const slots = (from: number, to: number): Slot[] =>
    [...slotsBetween(calendar, from, to)].filter((slot) => fits(longest, slot));
  const past = slots(now - PAST, now - DAY).reverse();
  const window = bookableWindow(calendar, now);
  const tomorrow = localTime(calendar, window.from).endOf("day").toMillis();
  const coming = slots(tomorrow, window.to);
  for (const [index, demo] of APPOINTMENTS.entries()) {
    const slot = (demo.status === "Scheduled" ? coming : past)[demo.slot];
    if (slot !== undefined)
      await seedAppointment(documents, calendar, `demo:${index}`, demo, ownerOf(demo.email), slot);
  }
  for (const [index, demo] of ORDERS.entries()) {
    await seedOrder(documents, `demo:${index}`, demo, ownerOf(demo.email), now);
  }
}

async function seedCustomer(documents: Documents, customer: Customer): Promise<Owner> {
  const claim = phoneClaim(customer.phone);
  const there = await customerByClaim(documents, claim);
  if (there !== undefined) return { customerId: there.id, customerName: there.body.name };
  const claims = [claim, emailClaim(customer.email)];
  const inserted = await insertNumbered(documents, "customers", customerIdOf, (id) => ({ id, claims, body: customer }));
  if (inserted !== undefined) return { customerId: inserted.id, customerName: customer.name };
  const twin = await customerByClaim(documents, claim);
  if (twin === undefined) throw new Error(`The address ${customer.email} belongs to somebody else in this store.`);
  return { customerId: twin.id, customerName: twin.body.name };
}

async function seedAppointment(
  documents: Documents,
  calendar: Calendar,
  claim: string,
  demo: DemoAppointment,
  owner: Owner,
  slot: Slot,
): Promise<void> {
  if ((await documents.find("appointments", { claim }, 1)).length > 0) return;
  const service = serviceNamed(calendar, demo.service) ?? calendar.services[0];
  if (service === undefined) return;
  const seats = demo.status === "Scheduled" ? await freeSeats(documents, calendar, service, slot.start) : [];
  if (seats === undefined) return;
  const body: Appointment = { ...owner, ...timesOf(service, slot.start), service: service.name, status: demo.status };
  await insertNumbered(documents, "appointments", appointmentIdOf, (id) => ({
    id,
    claims: [claim, ...seats, ...listingClaims(calendar, id, body)],
    body,
  }));
}

async function seedOrder(
  documents: Documents,
  claim: string,
  demo: DemoOrder,
  owner: Owner,
  now: number,
): Promise<void> {
  if ((await documents.find("orders", { claim }, 1)).length > 0) return;
  const placed = instantText(Math.floor((now - demo.daysAgo * DAY) / SECOND) * SECOND);
  const body: Order = { ...owner, placed, lines: demo.lines, status: demo.status };
  await insertNumbered(documents, "orders", orderIdOf, (id) => ({
    id,
    claims: [claim, `of:${owner.customerId}#${id}`],
    body,
  }));
}
