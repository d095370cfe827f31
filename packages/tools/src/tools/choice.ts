import { z } from "zod";
import type { Calendar } from "../booking/calendar.js";

const MAX_CHOICE_CHARACTERS = 80;

/** One of a few words, in whatever case and with whatever hyphens the model writes them. */
export function choiceSchema<const Choice extends string>(choices: readonly Choice[], description: string) {
  return z
    .string()
    .max(MAX_CHOICE_CHARACTERS)
    .transform((text, context): Choice => {
      const choice = choices.find((candidate) => plain(candidate) === plain(text));
      if (choice !== undefined) return choice;
      context.addIssue({ code: "custom", message: `must be one of ${choices.join(", ")}` });
      return z.NEVER;
    })
    .meta({ description, enum: [...choices] });
}

/** One of the calendar's services. */
export function serviceSchema({ services }: Calendar, description: string) {
  return choiceSchema(
    services.map(({ name }) => name),
    description,
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "");
}
