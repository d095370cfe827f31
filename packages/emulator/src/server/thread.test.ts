import { describe, expect, it } from "vitest";
import type { ServerMessage } from "../protocol/messages.js";
import type { Mind, Thought } from "../think/mind.js";
import { CLOCKS } from "./clocks.js";
import { MAX_ROUNDS, startThread, type ThreadSurroundings } from "./thread.js";

function hall(functions: object[] = [{ name: "look_up" }]) {
  const sent: ServerMessage[] = [];
  const warned: string[] = [];
  let wake = (): void => undefined;
  let last = 0;
  const surroundings: ThreadSurroundings = {
    send: (message) => {
      sent.push(message);
      wake();
    },
    warn: (code) => {
      warned.push(code);
      wake();
    },
    fail: (code) => {
      warned.push(code);
      wake();
    },
    say: () => undefined,
    instructions: () => ({ prompt: "", functions: functions as { name: string }[] }),
    now: () => 0,
    id: () => String(++last),
    clocks: { ...CLOCKS, slowThink: 20, functionCall: 60 },
    history: true,
    done: () => wake(),
  };
  const until = async (seen: () => boolean): Promise<void> => {
    while (!seen()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { sent, warned, surroundings, until };
}

/** A mind that always wants the same called. */
function insatiable(name: string): Mind {
  const thought = async (): Promise<Thought> => ({ mind, say: "", calls: [{ name, arguments: "{}" }] });
  const mind: Mind = { hear: thought, answer: thought };
  return mind;
}

describe("a thread of thought", () => {
  it("ends the session when a function is called that was not offered, once the turn is over", async () => {
    const { warned, surroundings, until } = hall();
    const thread = startThread("hello", insatiable("no_such_function"), surroundings);
    await Promise.resolve();
    expect(warned).toEqual([]);
    thread.confirm();
    await until(() => warned.length > 0);
    expect(warned).toEqual(["NON_EXISTENT_FUNCTION_CALLED"]);
  });

  it("takes a bounded number of rounds", async () => {
    const { sent, warned, surroundings, until } = hall();
    const thread = startThread("hello", insatiable("look_up"), surroundings);
    thread.confirm();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      await until(() => sent.filter(({ type }) => type === "FunctionCallRequest").length > round);
      thread.respond({ name: "look_up", content: "{}" });
    }
    await until(() => warned.length > 0);
    expect(warned).toEqual(["FAILED_TO_THINK"]);
  });

  it("warns while an answer is long in coming, and goes on without it", async () => {
    const { warned, surroundings, until } = hall();
    startThread("hello", insatiable("look_up"), surroundings).confirm();
    await until(() => warned.includes("FUNCTION_CALL_FAILED"));
    expect(warned).toContain("SLOW_THINK_REQUEST");
  });

  it("fails with the mind", async () => {
    const { warned, surroundings, until } = hall();
    const broken: Mind = { ...insatiable("look_up"), hear: () => Promise.reject(new Error("broken")) };
    startThread("hello", broken, surroundings).confirm();
    await until(() => warned.length > 0);
    expect(warned).toEqual(["INTERNAL_SERVER_ERROR"]);
  });
});
