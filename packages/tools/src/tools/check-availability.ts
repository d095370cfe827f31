import { z } from "zod";
import type { Calendar } from "../booking/calendar.js";
import { daySchema } from "../booking/moment.js";
import { localTime } from "../booking/slots.js";
import { spokenChoice } from "../booking/spoken.js";
import type { Clock, Documents } from "../ports.js";
import { freeSlots, localText } from "../shop/appointments.js";
import { defineTool } from "../tool.js";

const DEFAULT_DAYS = 7;
/** The most slots that one answer tells. */
export const MAX_SLOTS_TOLD = 100;
const SLOTS_SPOKEN = 3;

/** Tells the free slots of a span of days. */
export function checkAvailability(ports: { documents: Documents; clock: Clock; calendar: Calendar }) {
  const { documents, clock, calendar } = ports;
  const schema = z
    .object({
      start_date: daySchema(calendar, "start", "From when: a date or time in ISO 8601, local to the shop."),
      end_date: daySchema(calendar, "end", "Until when, inclusive; seven days later if absent.").optional(),
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
    async run({ start_date: from, end_date }) {
      const now = clock();
      const to = end_date ?? localTime(calendar, from).plus({ days: DEFAULT_DAYS }).toMillis();
      const slots = await freeSlots(documents, calendar, { from, to }, now, MAX_SLOTS_TOLD);
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
