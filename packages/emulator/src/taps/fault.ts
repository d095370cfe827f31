/**
 * When something goes wrong: after the `nth` frame (1 unless said) of this type, in either direction, was passed on.
 * Types are those of messages (`SettingsApplied`, `InjectUserMessage`), `AgentAudio` and `UserAudio` those of binary frames.
 */
export interface Moment {
  /** `Welcome` unless said. */
  after?: string;
  nth?: number;
}

/** Which request of functions it goes wrong with: the `nth` of the session, 1 unless said. */
export interface NthRequest {
  nth?: number;
}

/** What goes wrong in a session. */
export type Trouble =
  /** The upgrade is refused with this HTTP status. */
  | { fault: "refuse"; status: number }
  /** Each message of this type comes so many milliseconds late; what follows it waits behind it. */
  | { fault: "delay"; type: string; ms: number }
  /** Messages of this type (`AgentAudioDone`) never come. */
  | { fault: "withhold"; type: string }
  /** The connection is gone, without a close frame. */
  | ({ fault: "drop" } & Moment)
  /** Nothing is read any more, while sending goes on. */
  | ({ fault: "stop_reading" } & Moment)
  /** Half-open: no more frames, no pong, no close; the connection stays. */
  | ({ fault: "go_silent" } & Moment)
  /** A text frame that is not JSON, or a binary frame that is no audio. */
  | ({ fault: "garbage"; frame: "text" | "binary" } & Moment)
  /** An `Error` with this code; closing is left to the client. */
  | ({ fault: "error"; code: string; description?: string } & Moment)
  /** So many seconds of audio (noise at 24 kHz) at once, 600 unless said. */
  | ({ fault: "flood_audio"; seconds?: number } & Moment)
  /** A function that was not offered is called. */
  | ({ fault: "unknown_function"; name?: string } & Moment)
  /** The request comes twice, with the same ids. */
  | ({ fault: "repeat_calls" } & NthRequest)
  /** The request is cancelled at once; late answers are dropped, and the agent is told of a failure. */
  | ({ fault: "cancel_calls" } & NthRequest)
  /** The arguments are not JSON. */
  | ({ fault: "broken_arguments" } & NthRequest)
  /** So many functions in one request, 10 unless said: the first one again and again, with ids of its own. */
  | ({ fault: "many_calls"; count?: number } & NthRequest);

/** A trouble, and how many of the next sessions have it: all unless said. */
export type Fault = Trouble & { times?: number };

/** How many faults are set at once. */
export const MAX_FAULTS = 50;

/** The longest delay of a message, in milliseconds. */
export const MAX_DELAY_MS = 120_000;

/** The longest flood, in seconds of audio: 48 kB each. */
export const MAX_FLOOD_SECONDS = 3_600;

/** The most functions in one request. */
export const MAX_CALLS_IN_REQUEST = 100;

/** The longest string of a fault, in characters. */
export const MAX_FAULT_CHARACTERS = 200;

interface Field {
  needed?: boolean;
  /** What is wrong with a value, as the end of a sentence; undefined when nothing is. */
  problem(value: unknown): string | undefined;
}

const whole = (least: number, most: number): Field => ({
  problem: (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `a whole number from ${least} to ${most}`,
});
const words: Field = {
  problem: (value) =>
    typeof value === "string" && value !== "" && value.length <= MAX_FAULT_CHARACTERS
      ? undefined
      : `a text of 1 to ${MAX_FAULT_CHARACTERS} characters`,
};
const oneOf = (...values: string[]): Field => ({
  problem: (value) => (values.some((one) => one === value) ? undefined : `one of ${values.join(", ")}`),
});
const needed = (field: Field): Field => ({ ...field, needed: true });

const count = whole(1, 1_000_000);
const moment = { after: words, nth: count };
const nthRequest = { nth: count };

const FIELDS: Record<Fault["fault"], Record<string, Field>> = {
  refuse: { status: needed(whole(300, 599)) },
  delay: { type: needed(words), ms: needed(whole(1, MAX_DELAY_MS)) },
  withhold: { type: needed(words) },
  drop: moment,
  stop_reading: moment,
  go_silent: moment,
  garbage: { frame: needed(oneOf("text", "binary")), ...moment },
  error: { code: needed(words), description: words, ...moment },
  flood_audio: { seconds: whole(1, MAX_FLOOD_SECONDS), ...moment },
  unknown_function: { name: words, ...moment },
  repeat_calls: nthRequest,
  cancel_calls: nthRequest,
  broken_arguments: nthRequest,
  many_calls: { count: whole(2, MAX_CALLS_IN_REQUEST), ...nthRequest },
};

const isKind = (name: unknown): name is Fault["fault"] => typeof name === "string" && Object.hasOwn(FIELDS, name);

function readFault(value: unknown, at: number): Fault {
  const fail = (why: string): never => {
    throw new Error(`Fault ${at + 1} ${why}.`);
  };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail("is no JSON object");
  const { fault, times, ...rest } = value as Record<string, unknown>;
  if (!isKind(fault)) {
    return fail(`has an unknown "fault" ${JSON.stringify(fault)}: use one of ${Object.keys(FIELDS).join(", ")}`);
  }
  const fields: Record<string, Field> = { ...FIELDS[fault], times: count };
  for (const name of Object.keys(rest)) {
    if (!Object.hasOwn(fields, name)) {
      return fail(
        `(${fault}) has no field "${name.slice(0, MAX_FAULT_CHARACTERS)}": use ${Object.keys(fields).join(", ")}`,
      );
    }
  }
  for (const [name, field] of Object.entries(fields)) {
    const given = name === "times" ? times : rest[name];
    if (given === undefined && !field.needed) continue;
    const problem = field.problem(given);
    if (problem !== undefined) return fail(`(${fault}) needs ${problem} as "${name}"`);
  }
  return value as Fault;
}

/**
 * Checks a list of faults, or a single one.
 *
 * @throws Error in a sentence that names the first fault and field that is wrong
 */
export function readFaults(value: unknown): Fault[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_FAULTS)
    throw new Error(`There are ${list.length} faults; at most ${MAX_FAULTS} are set at once.`);
  return list.map(readFault);
}
