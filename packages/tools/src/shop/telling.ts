import type { Card } from "@bean-brew/widget/protocol";
import type { Calendar, Service } from "../booking/calendar.js";
import { localTime } from "../booking/slots.js";
import { spokenChoice } from "../booking/spoken.js";
import { ToolError } from "../errors.js";
import type { Documents } from "../ports.js";
import { localText } from "./appointments.js";
import type { Appointment } from "./records.js";
import { freeSlots } from "./seats.js";

/** How many other slots are offered when the wanted one cannot be had. */
const ALTERNATIVES = 3;

/** What the page may show of an appointment that was just written. */
export function appointmentCard(calendar: Calendar, id: string, appointment: Appointment, deed: string): Card {
  const start = Date.parse(appointment.start);
  const event = {
    start: localText(calendar, start),
    end: localText(calendar, Date.parse(appointment.end)),
    title: `${appointment.service} at Bean & Brew`,
  };
  return {
    kind: "appointment",
    title: localTime(calendar, start).toFormat("cccc d LLLL, HH:mm"),
    text: `${appointment.service} · ${id} · ${deed}`,
    // What does not take place has no entry in anybody's calendar.
    ...(appointment.status === "Scheduled" && { event }),
  };
}

/** That a slot is gone, with the next free ones. */
export async function slotGone(
  documents: Documents,
  calendar: Calendar,
  wanted: Wanted,
  now: number,
): Promise<ToolError> {
  const details = await alternatives(documents, calendar, wanted, now);
  const sentence = "That time is no longer available: offer the caller one of the next free ones.";
  return new ToolError("conflict", sentence, { details });
}

export interface Wanted {
  readonly service: Service;
  /** In ms since 1970. */
  readonly start: number;
}

/** The next free slots after one that cannot be had. */
export async function alternatives(
  documents: Documents,
  calendar: Calendar,
  { service, start: from }: Wanted,
  now: number,
): Promise<{ available_slots: string[]; spoken?: string }> {
  const slots = await freeSlots(documents, calendar, service, { from, to: Infinity }, now, ALTERNATIVES);
  const starts = slots.map((slot) => slot.start);
  const spoken = spokenChoice(calendar, starts, now);
  return {
    available_slots: starts.map((start) => localText(calendar, start)),
    ...(spoken !== "" && { spoken }),
  };
}
