import { defineTool, ToolError, type ShopPorts, type Tool } from "@bean-brew/tools";
import { z } from "zod";

/** On which days each coffee is roasted. */
const ROASTS = new Map([
  ["Harbor Espresso", ["Monday", "Thursday"]],
  ["Morning Blend", ["Tuesday"]],
]);
const DAY_MS = 86_400_000;

/** The relay calls this once, at start, with what the shop's own tools are made of. */
export default function ownTools({ clock, calendar }: ShopPorts): readonly Tool[] {
  const dayOf = (at: number): string =>
    new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: calendar.timeZone }).format(at);

  const nextRoast = defineTool({
    name: "next_roast",
    description:
      "Tell when a coffee is roasted next. Call it when a caller asks how fresh a coffee is or when it is roasted. " +
      "Not for orders: use get_orders.",
    label: "Looking at the roasting plan",
    kind: "read",
    schema: z.object({
      coffee: z.string().max(80).meta({ description: "The coffee's name, as the caller said it." }),
    }),
    run({ coffee }) {
      const name = [...ROASTS.keys()].find((one) => one.toLowerCase() === coffee.trim().toLowerCase());
      const days = ROASTS.get(name ?? "");
      if (name === undefined || days === undefined) {
        throw new ToolError(
          "not_found",
          `There is no such coffee: the shop roasts ${[...ROASTS.keys()].join(" and ")}.`,
        );
      }
      const week = Array.from({ length: 7 }, (_, index) => dayOf(clock() + index * DAY_MS));
      const day = week.find((one) => days.includes(one));
      return { result: { coffee: name, day, spoken: `${name} is roasted next on ${day ?? "no day"}.` } };
    },
  });
  return [nextRoast];
}
