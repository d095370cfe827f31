import { describe, expect, it } from "vitest";
import type { Settings } from "../agent/messages.js";
import { contextOf, MAX_CONTEXT_CHARACTERS, MAX_UNANSWERED_CHARACTERS } from "./context.js";
import { openHall, started, type Hall } from "./hall.testing.js";
import type { Entry } from "./journal.js";
import { agent, call, live, outcome, request, says as saying, sent } from "./play.testing.js";

const QUESTION = "What do you sell?";
const says = (hall: Hall, role: "user" | "assistant", content: string): void =>
  hall.say({ type: "ConversationText", role, content });
const ready = (hall: Hall): void => {
  hall.say({ type: "Welcome" });
  hall.say({ type: "SettingsApplied" });
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A conversation in which the caller has asked something. */
const asked = (): Hall => {
  const hall = started({ resumes: true });
  says(hall, "assistant", "Hello.");
  hall.say({ type: "UserStartedSpeaking" });
  says(hall, "user", QUESTION);
  return hall;
};
const calls = (id: string, name = "search_knowledge_base") =>
  ({ type: "FunctionCallRequest", calls: [{ id, name, arguments: "{}" }] }) as const;

/** What the newest agent was told and asked, from its Settings on. */
const toldTo = (hall: Hall) => {
  const from = hall.agentSent.findLastIndex(({ type }) => type === "Settings");
  const [settings, ...rest] = hall.agentSent.slice(from);
  const { context, greeting } = (settings as Settings).agent;
  return { knows: context?.messages ?? [], greeting, rest };
};
const history = (role: "user" | "assistant", content: string) => ({ type: "History", role, content });
const injected = (content: string) => ({ type: "InjectUserMessage", content });
const words = (hall: Hall) =>
  hall.told.flatMap(({ type, data }) =>
    type === "conversation_update" ? [(data as { content: string }).content] : [],
  );

describe("what an agent had heard and not answered when it was lost", () => {
  it("is asked of the next one, and not told to the browser again", () => {
    const hall = asked();
    hall.lose();
    ready(hall);
    expect(toldTo(hall)).toMatchObject({ knows: [history("assistant", "Hello.")], rest: [injected(QUESTION)] });
    const before = hall.told.length;
    says(hall, "user", QUESTION);
    expect(hall.told).toHaveLength(before);
    says(hall, "assistant", "Coffee.");
    expect(hall.told.at(-1)).toMatchObject({ turn: 3, data: { content: "Coffee." } });
    expect(words(hall)).toEqual(["Hello.", QUESTION, "Coffee."]);
  });

  it("is asked without another greeting when nothing else was said", () => {
    const hall = started();
    says(hall, "user", QUESTION);
    hall.lose();
    ready(hall);
    expect(toldTo(hall)).toEqual({ knows: [], greeting: undefined, rest: [injected(QUESTION)] });
  });

  it("is all that was said since its last words", () => {
    const hall = asked();
    says(hall, "user", "And where?");
    hall.say({ type: "EndOfTurn" });
    hall.tell({ type: "user_message", text: "In New York." });
    says(hall, "user", "In New York.");
    hall.lose();
    ready(hall);
    expect(toldTo(hall).rest).toEqual([injected(`${QUESTION} And where? In New York.`)]);
  });

  it("comes before what was typed and not told back", () => {
    const hall = asked();
    hall.tell({ type: "user_message", text: "Hello?" });
    hall.lose();
    hall.tell({ type: "user_message", text: "Anybody?" });
    ready(hall);
    expect(toldTo(hall).rest).toEqual([injected(QUESTION), injected("Hello?"), injected("Anybody?")]);
    for (const text of [QUESTION, "Hello?", "Anybody?"]) says(hall, "user", text);
    expect(words(hall)).toEqual(["Hello.", QUESTION, "Hello?", "Anybody?"]);
  });

  it("has the next one know what was done for it, and that this is not to be done twice", async () => {
    const hall = asked();
    hall.say(calls("a"));
    hall.pending.get("a")!({ ok: true, result: { found: true } });
    await settled();
    hall.lose();
    ready(hall);
    const { knows, rest } = toldTo(hall);
    expect(knows).toMatchObject([
      history("assistant", "Hello."),
      history("user", QUESTION),
      { function_calls: [{ id: "a", response: '{"found":true}' }] },
    ]);
    expect(rest).toEqual([
      { type: "UpdatePrompt", prompt: expect.stringContaining("do nothing twice") as string },
      injected(QUESTION),
    ]);
  });

  it("is what a call was to answer that was still running, whatever was said to pass the time", () => {
    const hall = asked();
    hall.say(calls("a"));
    says(hall, "assistant", "One moment.");
    hall.sound(1);
    hall.say({ type: "AgentAudioDone" });
    hall.lose();
    ready(hall);
    expect(toldTo(hall).knows.at(-1)).toEqual(history("assistant", "One moment."));
    expect(toldTo(hall).rest).toEqual([injected(QUESTION)]);
  });

  it.each([
    ["of which nothing was heard", 0, []],
    ["of which the beginning was heard", 40, [history("user", QUESTION), history("assistant", "Coffee,")]],
  ])("is what it had begun to answer in words %s", (_, frames, heard) => {
    const hall = asked();
    says(hall, "assistant", "Coffee, cakes, and courses for baristas.");
    for (let count = 0; count < frames; count += 1) hall.sound(1);
    hall.lose();
    ready(hall);
    expect(toldTo(hall)).toMatchObject({
      knows: [history("assistant", "Hello."), ...heard],
      rest: [injected(QUESTION)],
    });
  });

  it.each([
    ["was answered", (hall: Hall) => says(hall, "assistant", "Coffee.")],
    [
      "was answered and heard",
      (hall: Hall) => {
        says(hall, "assistant", "Coffee.");
        hall.sound(1);
        hall.say({ type: "AgentAudioDone" });
      },
    ],
  ])("is nothing when it %s", (_, answer) => {
    const hall = asked();
    answer(hall);
    hall.leave();
    hall.lose();
    return hall.comeBack().then(() => {
      ready(hall);
      expect(toldTo(hall).rest).toEqual([]);
    });
  });

  it("is asked again if the next one is lost, too, and no more once it was answered", () => {
    const hall = asked();
    hall.lose();
    ready(hall);
    hall.at(70_000);
    hall.lose();
    ready(hall);
    expect(toldTo(hall).rest).toEqual([injected(QUESTION)]);
    says(hall, "user", QUESTION);
    says(hall, "assistant", "Coffee.");
    hall.sound(1);
    hall.say({ type: "AgentAudioDone" });
    hall.tell({ type: "user_message", text: "Thanks." });
    says(hall, "user", "Thanks.");
    says(hall, "assistant", "You are welcome.");
    hall.sound(1);
    hall.say({ type: "AgentAudioDone" });
    hall.at(140_000);
    hall.lose();
    ready(hall);
    expect(toldTo(hall).rest).toEqual([]);
    expect(words(hall).filter((text) => text === QUESTION)).toHaveLength(1);
  });

  it("is asked when the browser is back, also on another relay", async () => {
    const here = asked();
    here.leave();
    here.lose();
    await here.comeBack();
    ready(here);
    expect(toldTo(here).rest).toEqual([injected(QUESTION)]);

    const first = asked();
    await first.settled();
    const second = openHall({ resumes: true, journal: first.journal });
    await second.comeBack(first);
    ready(second);
    expect(toldTo(second)).toMatchObject({ knows: [history("assistant", "Hello.")], rest: [injected(QUESTION)] });
    says(second, "user", QUESTION);
    expect(words(second)).toEqual([]);
  });

  it("is not asked on another relay when the browser may have the answer, which was not written down", async () => {
    const first = asked();
    await first.settled();
    first.journal.away = true;
    says(first, "assistant", "Coffee.");
    await first.settled();
    first.journal.away = false;
    const second = openHall({ resumes: true, journal: first.journal });
    await second.comeBack(first);
    ready(second);
    expect(toldTo(second).rest).toEqual([]);
    expect(toldTo(second).knows.at(-1)).toEqual(history("user", QUESTION));
  });

  it("is known when the agent tells it back in other words, and taken for no words that were spoken since", () => {
    const changed = asked();
    changed.lose();
    ready(changed);
    says(changed, "user", "What do you sell");
    expect(words(changed)).toEqual(["Hello.", QUESTION]);
    says(changed, "user", "Hello?");
    expect(words(changed).at(-1)).toBe("Hello?");

    const spoken = asked();
    spoken.lose();
    ready(spoken);
    spoken.say({ type: "UserStartedSpeaking" });
    says(spoken, "user", "Are you there?");
    says(spoken, "user", QUESTION);
    expect(words(spoken)).toEqual(["Hello.", QUESTION, "Are you there?"]);
  });

  it("may be asked anew by the caller in the same words once it was answered", () => {
    const hall = asked();
    hall.lose();
    ready(hall);
    says(hall, "assistant", "Coffee.");
    hall.say({ type: "UserStartedSpeaking" });
    says(hall, "user", QUESTION);
    expect(words(hall)).toEqual(["Hello.", QUESTION, "Coffee.", QUESTION]);
  });

  it("is no further turn of the user's, nor a sign that the model loops", () => {
    const confirmed = live().then(saying("user", QUESTION), request(call("a")), outcome("a"), request(call("b")));
    const lost = confirmed.then(outcome("b"), agent({ type: "gone", sentMs: 0 }), agent({ type: "Welcome" }));
    const unanswered = { words: QUESTION, called: true };
    const again = lost.then(agent({ type: "SettingsApplied", unanswered }), saying("user", QUESTION));
    const run = again.then(request(call("c")));
    expect(run.effects.flatMap((effect) => (effect.do === "run" ? [effect.caller.userTurn] : []))).toEqual([1]);
    expect(sent(run)).toEqual([]);
  });
});

describe("what a new connection is told", () => {
  const told = (n: number, role: "user" | "assistant", content: string): Entry => ({
    n,
    at: 0,
    seq: n,
    message: { type: "conversation_update", turn: n, data: { role, content }, at: "" },
  });

  it("is no longer than an agent can take, the newest kept", () => {
    const long = "x".repeat(MAX_CONTEXT_CHARACTERS / 10);
    const entries = Array.from({ length: 20 }, (_, n) => told(n, n % 2 === 0 ? "user" : "assistant", `${n} ${long}`));
    const { messages } = contextOf(entries);
    expect(messages).toHaveLength(9);
    expect(messages.at(-1)).toMatchObject({ content: expect.stringMatching(/^19 /) as string });
    const { messages: one } = contextOf([told(1, "assistant", long.repeat(20))]);
    expect(one).toHaveLength(1);
  });

  it("is asked no more than it can be, the newest kept", () => {
    const { unanswered } = contextOf([told(1, "user", `${"x".repeat(MAX_UNANSWERED_CHARACTERS)} Or tea?`)]);
    expect(unanswered!.words).toHaveLength(MAX_UNANSWERED_CHARACTERS);
    expect(unanswered!.words).toMatch(/x Or tea\?$/);
  });
});
