import { en } from "../src/text/en.js";
import { mount, openRelay, STARTED, tone, type Agent, type TestRelay } from "./harness.js";

const AT = "2026-11-23T10:00:00Z";

/** An element that is in a state, and its relay. */
export interface Shown {
  readonly agent: Agent;
  readonly relay: TestRelay;
}

export const VARIANTS = ["floating", "inline", "bar", "button"] as const;
export type Variant = (typeof VARIANTS)[number];

type Show = (variant: Variant, page?: Document) => Promise<Shown>;

const idle: Show = async (variant, page) => {
  const relay = await openRelay();
  return { relay, agent: await mount(relay.url, { variant, storage: "none" }, page) };
};

/** Begins a call by voice, whose relay says nothing yet. */
const connecting: Show = async (variant, page) => {
  const shown = await idle(variant, page);
  void shown.agent.element.start();
  await shown.relay.message("start_voice_agent");
  return shown;
};

const live: Show = async (variant, page) => {
  const shown = await connecting(variant, page);
  shown.relay.tell(STARTED);
  await shown.agent.until(() => shown.agent.element.state === "listening");
  return shown;
};

/** A call in which everything was said and done that shows in a conversation. */
const listening: Show = async (variant, page) => {
  const shown = await live(variant, page);
  const { relay, agent } = shown;
  relay.tell(
    { type: "conversation_update", data: { role: "user", content: "A cupping on Tuesday?" }, turn: 1, at: AT },
    {
      type: "tool_finished",
      id: "t1",
      name: "create_appointment",
      ok: true,
      ms: 12,
      card: {
        kind: "appointment",
        title: "Tuesday 24 November, 10:00",
        text: "Consultation · APT0042 · booked",
        event: { start: AT, end: AT, title: "Consultation" },
      },
    },
    {
      type: "conversation_update",
      data: { role: "assistant", content: "You are **booked**. Directions are [here](https://a.example/map)." },
      turn: 2,
      at: AT,
    },
  );
  await agent.until(() => agent.element.transcript.length === 2);
  return shown;
};

const withConsent: Show = async (variant, page) => {
  const shown = await idle(variant, page);
  shown.agent.element.consent = true;
  await shown.agent.element.start();
  await shown.agent.until(() => shown.agent.has(en.agree));
  return shown;
};

const thinking: Show = async (variant, page) => {
  const shown = await live(variant, page);
  shown.relay.tell({ type: "tool_started", id: "t2", name: "check_availability", label: "Checking the calendar" });
  await shown.agent.until(() => shown.agent.element.state === "thinking");
  return shown;
};

const speaking: Show = async (variant, page) => {
  const shown = await live(variant, page);
  shown.relay.tell({ type: "agent_started_speaking", turn: 2 }, tone(60_000));
  await shown.agent.until(() => shown.agent.element.state === "speaking");
  return shown;
};

const muted: Show = async (variant, page) => {
  const shown = await live(variant, page);
  shown.agent.element.mute(true);
  await shown.agent.until(() => shown.agent.element.muted);
  return shown;
};

const reconnecting: Show = async (variant, page) => {
  const shown = await live(variant, page);
  shown.relay.hangUp(1011);
  await shown.agent.until(() => shown.agent.text().includes(en.reconnecting));
  return shown;
};

/** Over, after something was said: with a rating, where there is room for one. */
const ended: Show = async (variant, page) => {
  const shown = await listening(variant, page);
  shown.agent.element.stop();
  await shown.agent.until(() => shown.agent.element.state === "ended");
  return shown;
};

const rated: Show = async (variant, page) => {
  const shown = await ended(variant, page);
  shown.agent.element.open();
  await shown.agent.until(() => shown.agent.root.querySelector(".star") !== null);
  shown.agent.root.querySelectorAll<HTMLInputElement>(".star input")[3]!.click();
  await shown.agent.until(() => shown.agent.has(en.sendRating));
  return shown;
};

const error: Show = async (variant, page) => {
  const shown = await connecting(variant, page);
  shown.relay.tell({ type: "error", code: "at_capacity", message: "All lines are busy.", retryable: true });
  shown.relay.hangUp(1013);
  await shown.agent.until(() => shown.agent.element.state === "error");
  return shown;
};

/** How an element comes to be in each of its states. */
export const STATES = {
  idle,
  consent: withConsent,
  connecting,
  listening,
  muted,
  thinking,
  speaking,
  reconnecting,
  ended,
  rating: rated,
  error,
} as const;

/** Opens what is behind a launcher or a bar, where there is one. */
export const openPanel = async ({ agent }: Shown): Promise<void> => {
  if (agent.element.variant === "button") return;
  agent.element.open();
  await agent.until(() => agent.root.querySelector(".panel") !== null);
};

/** A variant in every state, or in some: closed, and open where there is something to open. */
export async function* everyStateOf(
  variant: Variant,
  states: readonly (keyof typeof STATES)[] = Object.keys(STATES) as (keyof typeof STATES)[],
  page?: Document,
): AsyncGenerator<{ readonly name: string; readonly agent: Agent }> {
  for (const state of states) {
    // A button alone asks for no rating.
    if (variant === "button" && state === "rating") continue;
    const shown = await STATES[state](variant, page);
    const { agent } = shown;
    yield { name: `${variant} ${state}`, agent };
    if ((variant === "floating" || variant === "bar") && agent.root.querySelector(".panel") === null) {
      await openPanel(shown);
      yield { name: `${variant} ${state}, open`, agent };
    }
    agent.element.remove();
  }
}
