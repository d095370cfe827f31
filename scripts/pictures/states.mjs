let messages = 0;
const AT = ["2026-11-24T14:02:10Z", "2026-11-24T14:02:16Z", "2026-11-24T14:02:31Z", "2026-11-24T14:02:38Z"];

/** What the relay tells, in its order. */
const numbered = (message) => ({ ...message, seq: (messages += 1) });
const said = (turn, role, content) =>
  numbered({ type: "conversation_update", turn, at: AT[turn % AT.length], data: { role, content } });
const started = (label) => numbered({ type: "tool_started", id: "t1", name: "tool", label });
const speaking = (turn) => numbered({ type: "agent_started_speaking", turn });

const GREETING = "Hello, this is Bean & Brew. How can I help?";
const WISH = "I’d like a consultation next Tuesday at two.";
const ANSWER = "Tuesday the 24th at two is free. I have put you down for an hour with one of our roasters.";

const CARD = {
  kind: "appointment",
  title: "Consultation, Tuesday, November 24, 2 pm",
  text: "40 Chandlery Street, Red Hook · APT0012",
  event: { start: "2026-11-24T14:00:00-05:00", end: "2026-11-24T15:00:00-05:00", title: "Consultation at Bean & Brew" },
};

const conversation = async (visit) => {
  await visit.tell(said(1, "assistant", GREETING), said(2, "user", WISH));
};

/** A conversation in which something was done, with the agent listening. */
export const booked = async (visit) => {
  await visit.call();
  await conversation(visit);
  await visit.tell(
    started("Booking it"),
    numbered({ type: "tool_finished", id: "t1", name: "tool", ok: true, ms: 140, card: CARD }),
    said(3, "assistant", ANSWER),
    speaking(3),
    numbered({ type: "agent_audio_done", turn: 3 }),
  );
  await visit.find("card");
};

const speak = async (visit) => {
  await visit.tell(speaking(3));
  await visit.speak(6);
  await visit.state("speaking");
};

/** Every state of a call, and what brings the element into it. Each is a picture of the panel. */
export const STATES = [
  { name: "idle", act: () => undefined },
  { name: "consent", attributes: "consent", act: (visit) => visit.press("start") },
  { name: "connecting", act: (visit) => visit.call({ live: false }) },
  {
    name: "listening",
    act: async (visit) => {
      await visit.call();
      await conversation(visit);
    },
  },
  {
    name: "thinking",
    act: async (visit) => {
      await visit.call();
      await conversation(visit);
      await visit.tell(started("Checking the calendar"));
      await visit.state("thinking");
    },
  },
  {
    name: "speaking",
    act: async (visit) => {
      await visit.call();
      await conversation(visit);
      await visit.tell(said(3, "assistant", ANSWER));
      await speak(visit);
    },
  },
  {
    name: "interrupted",
    act: async (visit) => {
      await visit.call();
      await conversation(visit);
      await visit.tell(said(3, "assistant", ANSWER));
      await speak(visit);
      // A good part of it is heard before the visitor speaks.
      await visit.page.waitForFunction(() => document.querySelector("bean-brew-agent").playback.audibleMs > 2_500);
      await visit.tell(numbered({ type: "user_started_speaking", turn: 4 }));
      await visit.find("unheard");
      await visit.tell(said(4, "user", "Wait, is three free as well?"));
    },
  },
  { name: "card", act: booked },
  {
    name: "paused",
    act: async (visit) => {
      await visit.call();
      await conversation(visit);
      await visit.takeSound();
      await visit.state("paused");
    },
  },
  {
    name: "error",
    act: async (visit) => {
      await visit.call({ live: false });
      await visit.tell({ type: "error", code: "at_capacity", message: "All lines are busy.", retryable: true });
      await visit.hangUp(1013);
      await visit.state("error");
    },
  },
  {
    name: "reconnecting",
    act: async (visit) => {
      await visit.call();
      await conversation(visit);
      await visit.hangUp(1012);
      await visit.state("connecting");
    },
  },
  {
    name: "ended",
    act: async (visit) => {
      await booked(visit);
      await visit.press("end");
      await visit.find("rating");
    },
  },
  {
    name: "options",
    act: async (visit) => {
      await booked(visit);
      await visit.press("options-button");
      await visit.find("options");
    },
  },
];
