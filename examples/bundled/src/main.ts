import type { BbStateChangeEvent, BbToolEvent, BbTurnEvent } from "@bean-brew/widget";
import "@bean-brew/widget";

const agent = document.querySelector("bean-brew-agent");
const status = document.querySelector("#status");

/** What the agent does for the caller, in the page's own words. */
const DONE: { readonly [tool: string]: string } = {
  create_appointment: "Your visit is booked. It is in your calendar once you add it from the card.",
  reschedule_appointment: "Your visit is moved.",
  cancel_appointment: "Your visit is cancelled.",
};

const tell = (text: string): void => {
  if (status) status.textContent = text;
};

// Events bubble: one listener would do for all agents of a page.
agent?.addEventListener("bb-state-change", ({ state, previous }: BbStateChangeEvent) => {
  if (state === "ended") tell("Thank you for calling.");
  else if (previous === "idle") tell("You are talking to the roastery.");
});
agent?.addEventListener("bb-tool", ({ name, ok }: BbToolEvent) => {
  if (ok && DONE[name] !== undefined) tell(DONE[name]);
});
// What was said stays in the page: nothing is sent anywhere but to the relay.
agent?.addEventListener("bb-turn", ({ turn }: BbTurnEvent) => console.debug(turn.role, turn.text));
