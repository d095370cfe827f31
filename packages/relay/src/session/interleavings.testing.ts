import fc from "fast-check";
import { expect, vi } from "vitest";
import { anyAct, halls, seenIn, type World } from "./acts.testing.js";
import { openHall, started, type Hall, type HallOptions, type Told } from "./hall.testing.js";

/** How soon after a session's end its connection to the agent is closed, in ms. */
const CLOSED_MS = 1_000;

/** What the journal says that a browser was told, in order. */
const written = (hall: Hall) =>
  [...hall.journal.sessions.values()].flat().flatMap((entry) => ("seq" in entry ? [entry] : []));

const endsOnce = (hall: Hall): void => {
  const told = written(hall);
  expect(told.filter(({ message }) => message.type === "voice_agent_stopped")).toHaveLength(1);
  expect(told.at(-1)!.message.type).toBe("voice_agent_stopped");
};

const isOver = (hall: Hall): void => {
  expect([hall.sessions, hall.agents.size]).toEqual([0, 0]);
};

const closesTheAgentSoon = (hall: Hall): void => {
  expect(hall.agentClosedAt - written(hall).at(-1)!.at).toBeLessThanOrEqual(CLOSED_MS);
};

const ascending = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);
const seqs = (told: readonly { readonly seq?: number }[]): readonly number[] => told.flatMap(({ seq }) => seq ?? []);

/**
 * What browsers saw is what was written, in order; what one had not seen was told to the next. What a relay could not
 * write down before another took the session over, only the browser has.
 */
const losesNoMessage = (world: World): void => {
  const told = written(world.hall);
  const seen = seenIn(world).filter(({ seq }) => seq !== undefined);
  expect(seqs(seen)).toEqual(ascending(seqs(seen)));
  if (world.before.length === 0) expect(seqs(told)).toEqual(told.map((_, index) => index + 1));
  const wrote = told.map(({ seq, message }) => JSON.parse(JSON.stringify({ ...message, seq })) as Told);
  const last = seqs(seen).at(-1) ?? 0;
  const isKnown = ({ seq }: Told): boolean => wrote.some((message) => message.seq === seq);
  expect(seen.filter(isKnown)).toEqual(wrote.filter(({ seq }) => seq! <= last));
  // The relay that has the session now writes down all that it tells.
  expect(world.hall.told.filter(({ seq }) => seq !== undefined).every(isKnown)).toBe(true);
};

/** A fault of the relay's own ends the session. */
const endsByFaults = (hall: Hall): void => {
  if (hall.hasBroken) expect(written(hall).at(-1)!.message).toMatchObject({ reason: "internal" });
};

const keepsAudioInOrder = (hall: Hall): void => {
  expect(hall.frames).toEqual(ascending(hall.frames));
  expect(hall.agentAudio).toEqual(ascending(hall.agentAudio));
  const turns = written(hall).flatMap(({ message }) =>
    message.type === "agent_started_speaking" ? [message.turn] : [],
  );
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

/** What was written down and not told, by the relay that has the session. */
const notes = (hall: Hall) => {
  const entries = [...hall.journal.sessions.values()].flat();
  const from = entries.findLastIndex((entry) => "note" in entry && entry.note === "taken_over");
  return entries.slice(from + 1).flatMap((entry) => ("note" in entry ? [entry] : []));
};

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
  await new Promise((resolve) => setImmediate(resolve));
  hall.at(hall.now() + 200);
  expect(all()).toEqual(before);
  expect(vi.getTimerCount()).toBe(0);
};

/** Everybody leaves, and the store is back if it was away. */
const allEnd = async (world: World): Promise<void> => {
  const all = halls(world).toReversed();
  world.hall.journal.away = false;
  for (const hall of all) {
    hall.leave();
    // A conversation that may be taken up again is over after half a minute, a farewell at the latest after that.
    hall.at(hall.now() + 40_000);
    await hall.settled();
    hall.at(hall.now() + 40_000);
    await hall.settled();
  }
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
        const given = { ...options, resumes };
        const hall = live ? started(given) : openHall(given);
        if (!live) hall.tell({ type: "start_voice_agent" });
        const world: World = { options: given, hall, before: [], past: [] };
        for (const act of acts) await act(world.hall, world);
        await allEnd(world);
        for (const each of halls(world)) {
          isOver(each);
          keepsAudioInOrder(each);
          answersOnce(each);
        }
        endsOnce(world.hall);
        closesTheAgentSoon(world.hall);
        losesNoMessage(world);
        endsByFaults(world.hall);
        for (const each of halls(world)) await leavesNothing(each);
        writesDownWrites(world.hall);
      }),
      { numRuns, endOnFailure: true, ...(seed !== undefined && { seed }) },
    );
  } finally {
    vi.useRealTimers();
  }
};
