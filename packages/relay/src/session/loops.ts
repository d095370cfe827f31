import type { Call } from "@bean-brew/tools";

/** So many requests are answered without a turn of the user's between them. */
const MAX_REQUESTS = 8;
/** The same call is refused when it comes so many times in a row. */
const MAX_SAME = 3;

/** What the model has asked for since the user's last turn. */
export interface Loop {
  readonly requests: number;
  /** How often in a row each call of the last request has come. */
  readonly streaks: Readonly<Record<string, number>>;
}

export const noLoop: Loop = { requests: 0, streaks: {} };

const sorted = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The same for the same function and arguments, in whatever order they were written. */
export const callKey = ({ name, arguments: text }: Omit<Call, "id">): string => {
  try {
    return `${name} ${JSON.stringify(JSON.parse(text), sorted)}`;
  } catch {
    return `${name} ${text}`;
  }
};

/** Counts a request. The same call twice in one request counts once: they run side by side, so neither repeats the other. */
export const countRequest = (loop: Loop, calls: readonly Call[]): Loop => ({
  requests: loop.requests + 1,
  streaks: Object.fromEntries(calls.map(callKey).map((key) => [key, (loop.streaks[key] ?? 0) + 1])),
});

/** Whether the model loops with this call of the request that was counted last. */
export const isLooping = ({ requests, streaks }: Loop, call: Call): boolean =>
  requests > MAX_REQUESTS || (streaks[callKey(call)] ?? 0) >= MAX_SAME;

/** What a model that loops is told in the place of a result. */
export const ASK_THE_CALLER = {
  error:
    "You have called functions again and again without the caller having said anything: stop, tell the caller what " +
    "you know so far, and ask how to go on.",
  code: "not_allowed",
} as const;

/** Takes back what was counted of a call that was a replayed write; `alone`: nothing else was in its request. */
export const uncounted = ({ requests, streaks }: Loop, key: string, alone: boolean): Loop => ({
  requests: alone ? Math.max(0, requests - 1) : requests,
  streaks: { ...streaks, ...(streaks[key] !== undefined && { [key]: streaks[key] - 1 }) },
});
