import type { DoneWrite, Outcome } from "@bean-brew/tools";
import type { SessionPorts } from "./session.js";
import type { Ms } from "./types.js";

/** How long after one look at the records the next is, in ms. */
const LOOK_MS = 1_000;
/** A write that is not in the records so long after it failed was not done, and will not be: no store takes longer. */
const SETTLED_MS = 10_000;
/** How many writes are followed up at a time; past that, the oldest are not. */
const MAX_DOUBTS = 1_000;

interface Doubt {
  readonly sessionId: string;
  readonly writeKey: string;
  readonly since: Ms;
  tell(outcome: Outcome): void;
}

export interface DoubtsOptions {
  readonly answer: SessionPorts["answer"];
  /** What a session has done, by the records of the shop. Rejects when they cannot be read. */
  readonly written: (sessionId: string) => Promise<readonly DoneWrite[]>;
  readonly now: () => Ms;
}

/** Answers calls, and finds out what became of writes that failed and may have been done all the same. */
export interface Doubts {
  /** As `answer`; `late` hears of a write in doubt as well, once the records say whether it was done. */
  readonly answer: SessionPorts["answer"];
  /** Called ten times a second. */
  tick(): void;
}

/** Looks at the records, as soon as they can be read again: one look a second, however many writes are in doubt. */
export const openDoubts = ({ answer, written, now }: DoubtsOptions): Doubts => {
  const doubts = new Set<Doubt>();
  let lookAt = -Infinity;
  let isLooking = false;

  const follow = (sessionId: string, { inDoubt }: Outcome, tell: Doubt["tell"]): void => {
    if (inDoubt === undefined) return;
    doubts.add({ sessionId, writeKey: inDoubt, since: now(), tell });
    const [oldest] = doubts;
    if (doubts.size > MAX_DOUBTS && oldest !== undefined) doubts.delete(oldest);
  };

  const settle = (doubt: Doubt, writes: readonly DoneWrite[], lookedAt: Ms): void => {
    const done = writes.find(({ writeKey }) => writeKey === doubt.writeKey);
    if (done === undefined && lookedAt - doubt.since < SETTLED_MS) return;
    doubts.delete(doubt);
    if (done === undefined) return doubt.tell({ ok: false, result: NOT_DONE });
    const { writeKey, result, concerns, card } = done;
    doubt.tell({ ok: true, result, writeKey, concerns, ...(card && { card }) });
  };

  const look = async (): Promise<void> => {
    const sessions = new Set([...doubts].map(({ sessionId }) => sessionId));
    for (const sessionId of sessions) {
      const lookedAt = now();
      const writes = await written(sessionId);
      for (const doubt of doubts) if (doubt.sessionId === sessionId) settle(doubt, writes, lookedAt);
    }
  };

  return {
    answer: async (tools, call, caller, signal, late) => {
      const hear = (outcome: Outcome): void => {
        late(outcome);
        follow(caller.sessionId, outcome, late);
      };
      const outcome = await answer(tools, call, caller, signal, hear);
      // One that goes on says itself what became of it.
      if (!isTimeout(outcome)) follow(caller.sessionId, outcome, late);
      return outcome;
    },
    tick: () => {
      if (isLooking || doubts.size === 0 || now() < lookAt) return;
      isLooking = true;
      void look()
        // The store is away still.
        .catch(() => undefined)
        .finally(() => {
          isLooking = false;
          lookAt = now() + LOOK_MS;
        });
    },
  };
};

const NOT_DONE = { error: "It was not done after all.", code: "unavailable" } as const;

const isTimeout = ({ result }: Outcome): boolean =>
  typeof result === "object" && result !== null && "code" in result && result.code === "timeout";
