import type { Outcome } from "@bean-brew/tools";
import fc from "fast-check";
import { MAX_UNREAD_BYTES, PAUSE_BYTES } from "./back-pressure.js";
import { openHall, type Hall, type HallOptions, type Told } from "./hall.testing.js";

/** A client, the relay that has its session now, and those that had it before and may not know better. */
export interface World {
  readonly options: HallOptions;
  hall: Hall;
  readonly before: Hall[];
  /** What the client saw on the relays before. */
  readonly past: Told[];
}

/** All that the client saw. */
export const seenIn = ({ past, hall }: World): readonly Told[] => [...past, ...hall.told];

export const halls = ({ before, hall }: World): readonly Hall[] => [...before, hall];

/** Something that happens, to the relay that has the session unless it says otherwise. */
export type Act = (hall: Hall, world: World) => void | Promise<void>;

/** Frames are numbered in the order in which they come, whichever way they go; fewer than a byte can count. */
const counted = new WeakMap<Hall, number>();
const nextFrame = (hall: Hall): number => {
  const frame = (counted.get(hall) ?? 0) + 1;
  counted.set(hall, frame);
  return frame;
};

const isStarted = (world: World): boolean => seenIn(world).some(({ type }) => type === "session_started");
const comeBack: Act = (hall, world) => (isStarted(world) ? hall.comeBack({ told: seenIn(world) }) : undefined);
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
  (hall) => hall.door.flood(),
  (hall) => {
    hall.unreadBytes = MAX_UNREAD_BYTES + 1;
  },
  (hall) => {
    hall.agentBreaks = new Error("The connection takes nothing.");
  },
);
/** A connection that breaks; most browsers come back. */
const anyBreak = fc.boolean().map((back): Act => async (hall, world) => {
  hall.leave();
  if (back) await comeBack(hall, world);
});
/**
 * The client comes to another relay, while this one waits for it, or believes that it is still there; and has perhaps
 * not written down what it told last.
 */
const anyTakeOver = fc.tuple(fc.boolean(), fc.boolean()).map(([leaves, isBehind]): Act => async (hall, world) => {
  if (!isStarted(world)) return;
  if (isBehind) {
    hall.journal.away = true;
    hall.say({ type: "AgentThinking" });
    await hall.settled();
    hall.journal.away = false;
  }
  if (leaves) hall.leave();
  const told = seenIn(world);
  const next = openHall({ ...world.options, journal: hall.journal });
  next.at(hall.now());
  await next.comeBack({ told });
  if (next.sessions === 0) return;
  world.before.push(hall);
  world.past.splice(0, Infinity, ...told);
  world.hall = next;
});
/** Networks and a store that are slow, or away, for a while. */
const anyTrouble = fc.constantFrom<Act>(
  (hall) => {
    hall.unreadBytes = hall.unreadBytes === 0 ? PAUSE_BYTES + 1 : 0;
  },
  (hall) => {
    hall.unsentBytes = hall.unsentBytes === 0 ? 100_000 : 0;
  },
  (hall) => {
    hall.journal.away = !hall.journal.away;
  },
);
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
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
  { weight: 3, arbitrary: fc.constant(comeBack) },
  { weight: 1, arbitrary: anyTakeOver },
  { weight: 2, arbitrary: anyTrouble },
  fc.constant<Act>((hall) => hall.reception.warn()),
  fc.constant<Act>((hall) => hall.say({ type: "InjectionRefused" })),
  fc.constant<Act>((_, { before }) => before.at(-1)?.say({ type: "AgentThinking" })),
  fc.constant<Act>((hall) => {
    const audio = Buffer.alloc(1_280, nextFrame(hall)).toString("base64");
    hall.tell({ type: "audio_data", audio, sampleRate: 16_000 });
  }),
);
