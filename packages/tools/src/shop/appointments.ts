import { serviceNamed, type Calendar, type Service } from "../booking/calendar.js";
import { localTime } from "../booking/slots.js";
import { spokenMoment } from "../booking/spoken.js";
import { MAX_FOUND } from "../limits.js";
import type { Documents, Stored } from "../ports.js";
import type { Appointment } from "./records.js";

const MINUTE = 60_000;

/** An appointment as the model is told of one; times with the shop's offset. */
export interface ToldAppointment {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly date: string;
  readonly service: string;
  readonly status: string;
  readonly spoken: string;
}

/** An instant as it stands in claims and records: ISO 8601 in UTC, to the second. */
export function instantText(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** ISO 8601 with the shop's offset. */
export function localText(calendar: Calendar, at: number): string {
  return localTime(calendar, at).toISO({ suppressMilliseconds: true }) ?? instantText(at);
}

/** `3` to `APT0003`. */
export function appointmentIdOf(number: number): string {
  return `APT${String(number).padStart(4, "0")}`;
}

/** What an appointment is listed by: its customer and its local day. */
export function listingClaims(calendar: Calendar, id: string, appointment: Appointment): string[] {
  const day = localTime(calendar, Date.parse(appointment.start)).toFormat("yyyy-MM-dd");
  return [`of:${appointment.customerId}#${id}`, `day:${day}#${id}`];
}

/** The service of an appointment, which may be older than what the calendar has now. */
export function serviceOf(calendar: Calendar, { service: name, start, end }: Appointment): Service {
  const minutes = (Date.parse(end) - Date.parse(start)) / MINUTE;
  return serviceNamed(calendar, name) ?? { name, minutes, bufferMinutes: 0 };
}

export function tellAppointment(
  calendar: Calendar,
  id: string,
  appointment: Appointment,
  now: number,
): ToldAppointment {
  const start = Date.parse(appointment.start);
  return {
    id,
    customer_id: appointment.customerId,
    customer_name: appointment.customerName,
    date: localText(calendar, start),
    service: appointment.service,
    status: appointment.status,
    spoken: spokenMoment(calendar, start, now),
  };
}

/** A customer's appointments in order of time, from at most `MAX_FOUND`. */
export async function appointmentsOf(
  documents: Documents,
  customerId: string,
): Promise<readonly Stored<Appointment>[]> {
  const found = await documents.find("appointments", { prefix: `of:${customerId}#` }, MAX_FOUND);
  return [...found].sort((a, b) => Date.parse(a.body.start) - Date.parse(b.body.start));
}
