import { StoreUnavailable, type Caller, type DoneWrite, type Outcome } from "@bean-brew/tools";
import { expect, it } from "vitest";
import { openDoubts } from "./doubts.js";

const caller: Caller = { sessionId: "s", scope: "public", misses: 0, userTurn: 1 };
const AWAY: Outcome = { ok: false, result: { error: "Away.", code: "unavailable" }, inDoubt: "write:s:a" };
const DONE: DoneWrite = {
  writeKey: "write:s:a",
  tool: "create_appointment",
  result: { id: "APT0007" },
  concerns: "CUST0001",
};

/** Answers as it is told to, and records that are away or say what was done. */
const open = (outcome: Outcome) => {
  const heard: Outcome[] = [];
  const world = { now: 0, looks: 0, writes: undefined as readonly DoneWrite[] | undefined };
  let hear: (outcome: Outcome) => void = () => undefined;
  const doubts = openDoubts({
    answer: async (_tools, _call, _caller, _signal, late) => ((hear = late), outcome),
    written: async (session) => {
      world.looks += 1;
      expect(session).toBe("s");
      if (world.writes === undefined) throw new StoreUnavailable("away");
      return world.writes;
    },
    now: () => world.now,
  });
  return {
    world,
    heard,
    ask: (id = "1") =>
      doubts.answer([], { id, name: "n", arguments: "{}" }, caller, new AbortController().signal, (late) =>
        heard.push(late),
      ),
    late: (late: Outcome) => hear(late),
    /** Ticks at a moment, and waits until what that began is over. */
    async tickAt(at: number) {
      world.now = at;
      doubts.tick();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

it("tells of a write that failed once the records are back and say that it was done, and looks once a second", async () => {
  const { world, heard, ask, tickAt } = open(AWAY);
  expect(await ask()).toBe(AWAY);
  for (let at = 0; at < 3_000; at += 100) await tickAt(at);
  expect(world.looks).toBe(3);
  expect(heard).toEqual([]);
  world.writes = [{ ...DONE, writeKey: "write:s:other" }, DONE];
  await tickAt(3_000);
  expect(heard).toEqual([{ ok: true, result: { id: "APT0007" }, writeKey: "write:s:a", concerns: "CUST0001" }]);
  await tickAt(60_000);
  expect(world.looks).toBe(4);
});

it("takes a write as not done only when it could not be any more", async () => {
  const { world, heard, ask, tickAt } = open(AWAY);
  world.writes = [];
  await ask();
  await tickAt(9_000);
  expect(heard).toEqual([]);
  await tickAt(10_000);
  expect(heard).toMatchObject([{ ok: false }]);
  expect(heard[0]).not.toHaveProperty("inDoubt");
  await tickAt(60_000);
  expect(world.looks).toBe(2);
});

it("follows up a write that was late only when it says that it does not know", async () => {
  const { world, heard, ask, late, tickAt } = open({ ...AWAY, result: { error: "Too long.", code: "timeout" } });
  await ask();
  await tickAt(0);
  expect(world.looks).toBe(0);
  late(AWAY);
  world.writes = [DONE];
  await tickAt(1_000);
  expect(heard).toMatchObject([AWAY, { ok: true }]);
});

it("follows up so many at most", async () => {
  const { world, heard, ask, tickAt } = open(AWAY);
  for (let n = 0; n < 1_010; n += 1) await ask(String(n));
  world.writes = [DONE];
  await tickAt(0);
  expect(heard).toHaveLength(1_000);
});
