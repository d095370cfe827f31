import { serviceNamed, type Calendar, type Service } from "../booking/calendar.js";
import { refusalOf } from "../booking/refusal.js";
import { ToolError } from "../errors.js";
import type { Clock, Documents } from "../ports.js";
import type { Reply } from "../tool.js";
import { appointmentIdOf, instantText, listingClaims, tellAppointment } from "./appointments.js";
import type { Appointment, LastWrite } from "./records.js";
import { freeSeats } from "./seats.js";
import { alternatives, appointmentCard, slotGone, type Wanted } from "./telling.js";

const MINUTE = 60_000;
/** How often a write is tried again because somebody else was faster; each time one of the seats is gone. */
export const MAX_RACES = 1_000;

/** The shop's calendar and what is in it. */
export interface Agenda {
  readonly documents: Documents;
  readonly calendar: Calendar;
  readonly clock: Clock;
}

export interface BookingRequest {
  readonly customerId: string;
  readonly customerName: string;
  /** In ms since 1970. */
  readonly start: number;
  readonly service: string;
}

/** Who writes: the tool, and the key by which the same write is known again. */
export interface Writer {
  readonly tool: string;
  readonly writeKey: string;
}

/** What is told of a write. */
export type Written = Pick<Reply, "result" | "card" | "concerns" | "isReplay">;

/**
 * Books a slot: one insert, which is the claim on the slot, the record, and the proof that it was done. The same
 * write again gives what the first one gave. Throws `ToolError` when the slot cannot be had.
 */
export async function book(agenda: Agenda, request: BookingRequest, writer: Writer): Promise<Written> {
  const { documents, calendar, clock } = agenda;
  const done = await writeOf(documents, writer.writeKey);
  if (done !== undefined) return done;
  const now = clock();
  const wanted: Wanted = { service: requireService(calendar, request.service), start: request.start };
  await requireBookable(agenda, wanted, now);
  const appointment = appointmentFor(request, wanted.service);
  let id: string | undefined;
  for (let race = 0; race < MAX_RACES; race += 1) {
    const seats = await freeSeats(documents, calendar, wanted.service, wanted.start);
    if (seats === undefined) break;
    id ??= appointmentIdOf(await documents.next("appointments"));
    const lastWrite: LastWrite = {
      tool: writer.tool,
      result: tellAppointment(calendar, id, appointment, now),
      card: appointmentCard(calendar, id, appointment, "booked"),
    };
    const body = { ...appointment, lastWrite };
    const claims = [...seats, ...listingClaims(calendar, id, body), writer.writeKey];
    const result = await documents.insert("appointments", { id, claims, body });
    if (result === "done") return written(body);
    if (result === "id_taken") id = undefined;
    // What was taken may be the write's own key: the same call at the same moment came first.
    const twin = await writeOf(documents, writer.writeKey);
    if (twin !== undefined) return twin;
  }
  const twin = await writeOf(documents, writer.writeKey);
  if (twin !== undefined) return twin;
  throw await slotGone(documents, calendar, wanted, now);
}

/** What a booking would be, if it were made now. Throws `ToolError` when the slot cannot be had. */
export async function bookingPlan(agenda: Agenda, request: BookingRequest): Promise<object> {
  const { documents, calendar, clock } = agenda;
  const now = clock();
  const wanted: Wanted = { service: requireService(calendar, request.service), start: request.start };
  await requireBookable(agenda, wanted, now);
  const seats = await freeSeats(documents, calendar, wanted.service, wanted.start);
  if (seats === undefined) throw await slotGone(documents, calendar, wanted, now);
  const { id: _, ...told } = tellAppointment(calendar, "", appointmentFor(request, wanted.service), now);
  return told;
}

/** Throws `ToolError` (`invalid_arguments`) when the shop has no such service. */
export function requireService(calendar: Calendar, name: string): Service {
  const service = serviceNamed(calendar, name);
  if (service !== undefined) return service;
  throw new ToolError("invalid_arguments", `The shop has no service called ${name}.`);
}

/** Throws `ToolError` with the reason, and with other times, when the calendar has no such slot. */
export async function requireBookable({ documents, calendar }: Agenda, wanted: Wanted, now: number): Promise<void> {
  const refusal = refusalOf(calendar, wanted.service, wanted.start, now);
  if (refusal === undefined) return;
  const details = await alternatives(documents, calendar, wanted, now);
  throw new ToolError("invalid_arguments", refusal, { details });
}

/** What a write did, when it was done and nothing changed its record since. */
export async function writeOf(documents: Documents, writeKey: string): Promise<Written | undefined> {
  const [found] = await documents.find("appointments", { claim: writeKey }, 1);
  return found?.body.lastWrite && { ...written(found.body), isReplay: true };
}

export function written({ customerId, lastWrite }: Appointment): Written {
  return { result: lastWrite?.result, concerns: customerId, ...(lastWrite?.card && { card: lastWrite.card }) };
}

function appointmentFor({ customerId, customerName, start }: BookingRequest, service: Service): Appointment {
  return { customerId, customerName, ...timesOf(service, start), service: service.name, status: "Scheduled" };
}

/** From when to when a service takes place, as it stands in records. */
export function timesOf(service: Service, start: number): Pick<Appointment, "start" | "end"> {
  return { start: instantText(start), end: instantText(start + service.minutes * MINUTE) };
}
