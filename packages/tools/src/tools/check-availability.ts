import { z } from "zod";
import { longestService, serviceNamed, servicesDiffer } from "../booking/calendar.js";
import { daySchema } from "../booking/moment.js";
import { localTime } from "../booking/slots.js";
import { spokenChoice } from "../booking/spoken.js";
import { localText } from "../shop/appointments.js";
import type { Agenda } from "../shop/booking.js";
import { freeSlots } from "../shop/seats.js";
import { defineTool } from "../tool.js";
import { serviceSchema } from "./choice.js";

const DEFAULT_DAYS = 7;
/** The most slots that one answer tells. */
export const MAX_SLOTS_TOLD = 100;
const SLOTS_SPOKEN = 3;

/** Tells the free slots of a span of days. */
export function checkAvailability({ documents, clock, calendar }: Agenda) {
  const service = serviceSchema(calendar, "What the appointment is for; the time for any of them if absent.");
  const schema = z
    .object({
      start_date: daySchema(calendar, "start", "From when: a date or time in ISO 8601, local to the shop."),
      end_date: daySchema(calendar, "end", "Until when, inclusive; seven days later if absent.").optional(),
      ...(servicesDiffer(calendar) && { service: service.optional() }),
    })
    .refine((args) => args.end_date === undefined || args.end_date >= args.start_date, {
      error: "end_date is before start_date: call again with them in order",
    });
  return defineTool({
    name: "check_availability",
    description:
      "Find free appointment times between two dates. Call it before offering any time to the caller, and offer two " +
      "or three of them, never the whole list.",
    label: "Checking the calendar",
    kind: "read",
    schema,
    async run({ start_date: from, end_date, service: name }) {
      const now = clock();
      const to = end_date ?? localTime(calendar, from).plus({ days: DEFAULT_DAYS }).toMillis();
      const named = typeof name === "string" ? serviceNamed(calendar, name) : undefined;
      const service = named ?? longestService(calendar);
      const slots = await freeSlots(documents, calendar, service, { from, to }, now, MAX_SLOTS_TOLD);
      const starts = slots.map((slot) => slot.start);
      return {
        result: {
          available_slots: starts.map((start) => localText(calendar, start)),
          spoken: spokenChoice(calendar, starts.slice(0, SLOTS_SPOKEN), now) || "There is no free time in those days.",
        },
      };
    },
  });
}
