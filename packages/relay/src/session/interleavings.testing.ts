import type { Outcome } from "@bean-brew/tools";
import fc from "fast-check";
import { expect, vi } from "vitest";
import { openHall, started, type Hall, type HallOptions } from "./hall.testing.js";

/** How soon after a session's end its connection to the agent is closed, in ms. */
const CLOSED_MS = 1_000;

type Act = (hall: Hall) => void | Promise<void>;

/** Frames are numbered in the order in which they come, whichever way they go; fewer than a byte can count. */
const counted = new WeakMap<Hall, number>();
const nextFrame = (hall: Hall): number => {
  const frame = (counted.get(hall) ?? 0) + 1;
  counted.set(hall, frame);
  return frame;
};

const isStarted = (hall: Hall): boolean => hall.told.some(({ type }) => type === "session_started");
const ids = fc.constantFrom("a", "b", "c");
const settle =
  (id: string, follow: Outcome["follow"]): Act =>
  async (hall) => {
    hall.pending.get(id)?.({ ok: true, result: {}, ...(follow && { follow }) });
    await Promise.resolve();
  };
const anyRequest = fc
  .tuple(fc.array(ids, { minLength: 1, maxLength: 3 }), fc.constantFrom("t", "create_appointment", "show_map"))
  .map(
    ([calls, name]): Act =>
      (hall) =>
        hall.say({ type: "FunctionCallRequest", calls: calls.map((id) => ({ id, name, arguments: "{}" })) }),
  );
const anyOutcome = fc
  .tuple(
    ids,
    fc.constantFrom<Outcome["follow"]>(undefined, { do: "say", text: "One moment." }, { do: "end", farewell: "Bye." }),
  )
  .map(([id, follow]) => settle(id, follow));
/** What ends most conversations: rare, so that there is something to end. */
const anyEnd = fc.constantFrom<Act>(
  (hall) => hall.tell({ type: "stop_voice_agent" }),
  (hall) => hall.lose(),
  (hall) => hall.lose(429),
  (hall) => hall.say({ type: "Error", code: "FAILED_TO_THINK" }),
  (hall) => hall.reception.dismiss(),
  (hall) => hall.drain(),
);
/** A connection that breaks; most browsers come back. */
const anyBreak = fc.boolean().map((back): Act => async (hall) => {
  hall.leave();
  if (back && isStarted(hall)) await hall.comeBack();
});
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Act>((hall) => hall.hear(nextFrame(hall))) },
  {
    weight: 3,
    arbitrary: fc.constant<Act>((hall) => hall.sound(nextFrame(hall))),
  },
  { weight: 4, arbitrary: fc.constant<Act>((hall) => hall.say({ type: "SettingsApplied" })) },
  ...(
    ["Welcome", "UserStartedSpeaking", "AgentAudioDone", "AgentThinking", "EndOfTurn", "AgentStartedSpeaking"] as const
  ).map((type) => ({ weight: 2, arbitrary: fc.constant<Act>((hall) => hall.say({ type })) })),
  fc.constantFrom("user", "assistant").map(
    (role): Act =>
      (hall) =>
        hall.say({ type: "ConversationText", role: role as "user" | "assistant", content: "Words." }),
  ),
  { weight: 1, arbitrary: anyEnd },
  { weight: 1, arbitrary: anyBreak },
  { weight: 8, arbitrary: anyRequest },
  ids.map(
    (id): Act =>
      (hall) =>
        hall.say({ type: "FunctionCallCancelled", ids: [id] }),
  ),
  { weight: 8, arbitrary: anyOutcome },
  fc.nat(4_000).map(
    (ms): Act =>
      (hall) =>
        hall.at(hall.now() + ms),
  ),
  fc.constant<Act>((hall) => hall.tell({ type: "user_message", text: "Typed." })),
  fc.constant<Act>((hall) => hall.tell({ type: "nonsense" })),
  fc.constant<Act>((hall) => hall.tell({ type: "interrupted", turn: 1, playedMs: 40 })),
  fc.constant<Act>((hall) => hall.say({ type: "LatencyReport", report: { total: 700 } })),
  ids.map(
    (id): Act =>
      (hall) =>
        hall.tell({ type: "client_tool_result", id, ok: true, content: "" }),
  ),
  { weight: 1, arbitrary: fc.constant<Act>((hall) => hall.leave()) },
  { weight: 3, arbitrary: fc.constant<Act>((hall) => (isStarted(hall) ? hall.comeBack() : undefined)) },
);

/** What the journal says that a browser was told, in order. */
const written = (hall: Hall) =>
  [...hall.journal.sessions.values()].flat().flatMap((entry) => ("seq" in entry ? [entry] : []));

const endsOnce = (hall: Hall): void => {
  const told = written(hall);
  expect(told.filter(({ message }) => message.type === "voice_agent_stopped")).toHaveLength(1);
  expect(told.at(-1)!.message.type).toBe("voice_agent_stopped");
  expect(hall.sessions).toBe(0);
};

const closesEveryAgent = (hall: Hall): void => {
  expect(hall.agents.size).toBe(0);
  expect(hall.agentClosedAt - written(hall).at(-1)!.at).toBeLessThanOrEqual(CLOSED_MS);
};

/** What browsers saw is what was written, in order; what one had not seen was told to the next. */
const losesNoMessage = (hall: Hall): void => {
  const told = written(hall);
  expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1));
  const seen = hall.told.filter(({ seq }) => seq !== undefined);
  const first = told.slice(0, seen.length).map(({ seq, message }) => ({ ...message, seq }));
  expect(seen).toEqual(JSON.parse(JSON.stringify(first)));
};

const ascending = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);

const keepsAudioInOrder = (hall: Hall): void => {
  expect(hall.frames).toEqual(ascending(hall.frames));
  expect(hall.agentAudio).toEqual(ascending(hall.agentAudio));
  const told = written(hall);
  const turns = told.flatMap(({ message }) => (message.type === "agent_started_speaking" ? [message.turn] : []));
  expect(turns).toEqual(ascending(turns));
  // Audio that nobody announced can only be left over from before the user spoke.
  const announced = hall.order.findIndex((what) => /^(agent|user)_started_speaking$/.test(what));
  const frame = hall.order.indexOf("frame");
  if (frame >= 0) expect(announced === -1 ? Infinity : announced).toBeLessThan(frame);
};

const answersOnce = (hall: Hall): void => {
  const answered = hall.agentSent.flatMap((request) => (request.type === "FunctionCallResponse" ? [request.id] : []));
  expect(new Set(answered).size).toBe(answered.length);
  const settings = hall.agentSent.filter(({ type }) => type === "Settings");
  expect(settings.length).toBeLessThanOrEqual(hall.agentOpens);
};

const notes = (hall: Hall) =>
  [...hall.journal.sessions.values()].flat().flatMap((entry) => ("note" in entry ? [entry] : []));

/** What a write did is written down once, however late. */
const writesDownWrites = (hall: Hall): void => {
  const ids = notes(hall).flatMap((entry) =>
    entry.note === "called" && entry.call.name === "create_appointment" ? [entry.call.id] : [],
  );
  const answered = notes(hall).flatMap((entry) => (entry.note === "answered" ? [entry.id] : []));
  expect(answered.filter((id) => ids.includes(id)).sort()).toEqual(ids.sort());
};

/** Whatever still comes to a session that is over, nothing comes of it, and nothing of it runs on. */
const leavesNothing = async (hall: Hall): Promise<void> => {
  const all = () => [
    hall.told.length,
    hall.frames.length,
    hall.closes.length,
    hall.agentSent.length,
    hall.agentAudio.length,
    hall.agentOpens,
    hall.aborted.length,
    hall.keepAlives,
    written(hall).length,
    // What a write did is written down, though.
    notes(hall).filter(({ note }) => note !== "answered").length,
  ];
  const before = all();
  hall.say({ type: "ConversationText", role: "assistant", content: "Anybody?" });
  hall.say({ type: "FunctionCallRequest", calls: [{ id: "late", name: "t", arguments: "{}" }] });
  hall.sound(0);
  hall.hear(0);
  hall.lose();
  for (const resolve of hall.pending.values()) resolve({ ok: true, result: {} });
  await hall.settled();
  hall.at(hall.now() + 200);
  expect(all()).toEqual(before);
  expect(vi.getTimerCount()).toBe(0);
};

/**
 * Plays random interleavings of browser, agent, tools and time to the very session that the server makes, ends it,
 * and looks at what must be true of any. Rejects with the interleaving for which it is not. A seed makes them the same
 * ones each time.
 */
export const whateverComes = async (numRuns: number, options: HallOptions = {}, seed?: number): Promise<void> => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval"] });
  try {
    const interleaving = fc.tuple(fc.boolean(), fc.boolean(), fc.array(anyAct, { maxLength: 60, size: "max" }));
    await fc.assert(
      fc.asyncProperty(interleaving, async ([resumes, live, acts]) => {
        vi.clearAllTimers();
        const hall = live ? started({ ...options, resumes }) : openHall({ ...options, resumes });
        if (!live) hall.tell({ type: "start_voice_agent" });
        for (const act of acts) await act(hall);
        hall.leave();
        // A conversation that may be taken up again is over after half a minute, a farewell at the latest after that.
        hall.at(hall.now() + 40_000);
        hall.at(hall.now() + 40_000);
        await hall.settled();
        endsOnce(hall);
        closesEveryAgent(hall);
        losesNoMessage(hall);
        keepsAudioInOrder(hall);
        answersOnce(hall);
        await leavesNothing(hall);
        writesDownWrites(hall);
      }),
      { numRuns, endOnFailure: true, ...(seed !== undefined && { seed }) },
    );
  } finally {
    vi.useRealTimers();
  }
};
