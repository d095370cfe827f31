import { callTools, type Tool } from "@bean-brew/tools";
import { describe, expect, it } from "vitest";
import { MAX_RUNNING } from "./calls.js";
import {
  agent,
  browser,
  call,
  live,
  outcome,
  play,
  request,
  says,
  sent,
  someTerms,
  told,
  type Run,
} from "./play.testing.js";

const contentOf = (run: Run): readonly string[] =>
  sent(run).flatMap((message) => (message.type === "FunctionCallResponse" ? [message.content] : []));
const runs = (run: Run) => run.effects.flatMap((effect) => (effect.do === "run" ? [effect] : []));
const write = (id: string, args = "{}") => ({ ...call(id, "create_appointment"), arguments: args });
const cancel = (id: string) => agent({ type: "FunctionCallCancelled", ids: [id] });
const booked = (id: string, isReplay = false) =>
  outcome(id, { result: { id: "APT0007" }, writeKey: "write:session-1:a", ...(isReplay && { isReplay }) });

describe("a model that loops", () => {
  /** A request, with arguments of its own, that is answered. */
  const ask = (run: Run, id: string, args = `{"n":"${id}"}`): Run =>
    run.then(request({ ...call(id), arguments: args }), outcome(id));

  it("is told to ask the caller after eight requests, until the caller has said something", () => {
    let run = live();
    for (let n = 1; n <= 8; n += 1) {
      run = ask(run, `fc_${n}`);
      expect(contentOf(run)).toEqual(['{"fine":true}']);
    }
    const ninth = run.then(request(call("fc_9"), call("end", "end_call")));
    expect(contentOf(ninth)).toHaveLength(2);
    for (const content of contentOf(ninth)) expect(JSON.parse(content)).toMatchObject({ code: "not_allowed" });
    expect(runs(ninth)).toEqual([]);
    const again = ninth.then(says("user", "Well?"), request(call("fc_10")));
    expect(runs(again)).toHaveLength(1);
  });

  it("is told so at the third time in a row of the same call, in whatever order its arguments are", () => {
    const twice = ask(ask(live(), "a", '{"x":1,"y":2}'), "b", '{"y":2,"x":1}');
    expect(contentOf(twice)).toEqual(['{"fine":true}']);
    expect(contentOf(twice.then(request({ ...call("c"), arguments: '{"x":1,"y":2}' })))[0]).toContain("not_allowed");
    const other = ask(twice, "d", '{"x":3}');
    expect(contentOf(ask(other, "e", '{"x":1,"y":2}'))).toEqual(['{"fine":true}']);
  });

  it("may call one function several times at once", () => {
    expect(runs(live().then(request(call("a"), call("b"), call("c"), call("d"))))).toHaveLength(4);
  });

  it("may have a write replayed as often as it likes, and nothing else", () => {
    let run = live();
    for (let n = 1; n <= 20; n += 1) {
      run = run.then(request(write(`fc_${n}`)), booked(`fc_${n}`, n > 1));
      expect(contentOf(run)).toEqual(['{"id":"APT0007"}']);
    }
    const others = [1, 2, 3].map((n) => write(`other_${n}`, '{"x":1}'));
    const [first, second, third] = others.map((each, n) => [request(each), outcome(each.id, { result: n })] as const);
    expect(contentOf(run.then(...first!, ...second!, ...third!))[2]).toContain("not_allowed");
  });
});

describe("functions that are called at once", () => {
  it("run as far as they may, and the others are to be called again", () => {
    const ids = Array.from({ length: MAX_RUNNING + 2 }, (_, index) => `fc_${index}`);
    const asked = live().then(request(...ids.map((id) => call(id))));
    expect(runs(asked).map((effect) => effect.call.id)).toEqual(ids.slice(0, MAX_RUNNING));
    expect(sent(asked)).toMatchObject(
      ids.slice(MAX_RUNNING).map((id) => ({ id, content: expect.stringContaining("again") as string })),
    );
    const full = asked.then(request(call("soon")));
    expect([runs(full), sent(full)]).toMatchObject([[], [{ id: "soon" }]]);
    expect(runs(full.then(outcome("fc_0"), says("user", "Well?"), request(call("later"))))).toHaveLength(1);
  });
});

describe("a write that gives the same each time, and is none that is replayed", () => {
  it.each([
    ["a plan that waits to be confirmed", { result: { confirmation_required: true }, isPlan: true }],
    ["a shop's own", { result: "Done.", writeKey: "write:session-1:b" }],
  ])("is a loop at its third time: %s", (_what, over) => {
    const ask = (run: Run, id: string): Run => run.then(request(write(id)), outcome(id, over));
    expect(contentOf(ask(ask(ask(live(), "a"), "b"), "c"))[0]).toContain("not_allowed");
  });
});

describe("a guess at somebody's data", () => {
  const guessing = (name: string): Tool => ({ ...callTools[0]!, name, guesses: true });
  const terms = someTerms({ tools: [guessing("find"), guessing("create"), ...callTools] });

  it("counts before its outcome is known: what runs beside it may not be one too many, whichever tool it is", () => {
    const run = live(terms).then(...["a", "b"].map((id) => outcomeOfMiss(id)).flat(), says("user", "Hm."));
    const [c, d, e, f] = [call("c", "find"), call("d", "create"), call("e", "agent_filler"), call("f", "find")];
    const asked = run.then(request(c, d, e, f));
    expect(runs(asked).map(({ caller }) => caller.misses)).toEqual([2, 3, 4, 4]);
  });

  const outcomeOfMiss = (id: string) => [request(call(id, "find")), outcome(id, { ok: false, miss: true })] as const;
});

describe("a write whose outcome could not be told", () => {
  it("because the caller spoke over it, is finished, and told the model as soon as it is known", () => {
    const cancelled = live().then(request(write("a", '{"date":"2026-12-01"}')), cancel("a"));
    expect(told(cancelled).some(({ type }) => type === "tool_finished")).toBe(false);
    const card = { kind: "appointment", title: "Tuesday", text: "Consultation" };
    const done = cancelled.then(outcome("a", { result: { id: "APT0007" }, writeKey: "write:session-1:a", card }));
    expect(sent(done)).toMatchObject([{ type: "UpdatePrompt", prompt: expect.stringContaining("APT0007") as string }]);
    expect(told(done)).toMatchObject([{ type: "tool_finished", id: "a", ok: true, card }]);
    expect(done.effects).toContainEqual({
      do: "note",
      note: expect.objectContaining({ note: "answered", id: "a", writeKey: "write:session-1:a" }) as object,
    });
    expect(done.then(outcome("a")).effects).toEqual([]);
  });

  it("because it took too long, is told once it was done, and shown to be over once", () => {
    const timeout = outcome("a", { ok: false, result: { error: "Too long.", code: "timeout" }, inDoubt: "write:a" });
    const late = live()
      .then(request(write("a")), timeout)
      .then(booked("a"));
    expect(sent(late)).toMatchObject([{ type: "UpdatePrompt", prompt: expect.stringContaining("APT0007") as string }]);
    expect(told(late)).toEqual([]);
    const both = live()
      .then(request(write("a")), cancel("a"), timeout)
      .then(booked("a"));
    expect(sent(both)).toMatchObject([{ type: "UpdatePrompt" }]);
    expect(told(both)).toEqual([]);
  });

  it("because the records were away, is told once they say that it was done", () => {
    const away = { ok: false, result: { error: "Away.", code: "unavailable" }, inDoubt: "write:session-1:a" };
    const failed = live().then(request(write("a")), outcome("a", away));
    expect(contentOf(failed)[0]).toContain("unavailable");
    const known = failed.then(booked("a"));
    expect(sent(known)).toMatchObject([{ type: "UpdatePrompt", prompt: expect.stringContaining("APT0007") as string }]);
    expect(told(known)).toEqual([]);
    const never = failed.then(outcome("a", { ok: false, result: { code: "unavailable" } }));
    expect(sent(never)).toEqual([]);
    expect(never.then(booked("a")).effects).toEqual([]);
    const asked = failed.then(request(write("b")), booked("b", true));
    expect(contentOf(asked)[0]).toContain("APT0007");
    expect(asked.then(booked("a")).effects).toEqual([]);
  });

  it("is not told when it has failed, and nor is a read", () => {
    const failed = live().then(
      request(write("a")),
      cancel("a"),
      outcome("a", { ok: false, result: { code: "conflict" } }),
    );
    expect(sent(failed)).toEqual([]);
    expect(told(failed).at(-1)).toMatchObject({ type: "tool_finished", id: "a", ok: false });
    expect(
      live()
        .then(request(call("a")), cancel("a"))
        .then(outcome("a")).effects,
    ).toEqual([]);
  });

  it("because the agent was lost, is told the new one with its Settings, or after them", () => {
    const lost = live().then(request(write("a")), agent({ type: "gone" }));
    const before = lost.then(booked("a"), agent({ type: "Welcome" }), agent({ type: "SettingsApplied" }));
    // What is noted by then is in the Settings' context.
    expect(before.effects.map((effect) => (effect.do === "note" ? effect.note.note : effect.do))).toEqual(
      expect.arrayContaining(["answered", "send"]),
    );
    expect(sent(before).map(({ type }) => type)).toEqual(["Settings"]);
    const after = lost.then(agent({ type: "Welcome" }), booked("a"), agent({ type: "SettingsApplied" }));
    expect(sent(after).map(({ type }) => type)).toEqual(["Settings", "UpdatePrompt"]);
  });

  it("identifies the caller by it all the same", () => {
    const identity = { customerId: "CUST0009", by: "account", at: 1 } as const;
    const run = live().then(request(write("a")), cancel("a"), outcome("a", { identity }), request(call("b")));
    expect(runs(run).at(-1)).toMatchObject({ caller: { identity } });
  });

  it("is bounded in number and in length", () => {
    const ids = Array.from({ length: 20 }, (_, index) => `fc_${index}`);
    const many = live().then(request(...ids.map((id) => write(id))), agent({ type: "FunctionCallCancelled", ids }));
    const done = many.then(...ids.map((id) => outcome(id, { result: "x".repeat(10_000) })));
    expect(sent(done)).toHaveLength(16);
    for (const message of sent(done)) expect(JSON.stringify(message).length).toBeLessThan(1_800);
  });
});

describe("a call with a signature", () => {
  it("is answered with it", () => {
    const signed = { ...call("a"), thought_signature: "signed" };
    expect(sent(live().then(request(signed), outcome("a")))).toMatchObject([{ id: "a", thought_signature: "signed" }]);
  });
});

describe("what the session says in the template's language", () => {
  const terms = someTerms({ phrases: { ...someTerms().phrases, lookup: "Permítame.", farewell: "¡Adiós!" } });
  const session = () => play(terms).then(agent({ type: "Welcome" }), agent({ type: "SettingsApplied" }));

  it("takes the place of what the tools say", () => {
    const filler = session().then(request(call("a")), outcome("a", { follow: { do: "say", text: "Let me see." } }));
    expect(sent(filler).at(-1)).toMatchObject({ message: "Permítame." });
    const farewell = outcome("a", { follow: { do: "end", farewell: "Goodbye!" } });
    const bye = session().then(request(call("a")), farewell, { at: 4_000 }, { from: "relay", message: "tick" });
    expect(sent(bye).at(-1)).toMatchObject({ message: "¡Adiós!" });
  });
});

describe("a tool of the page's", () => {
  it("has its time limit also while the page is away", () => {
    const parted = live().then(request(call("map", "show_map")), browser({ type: "left", waits: true }));
    const late = parted.then({ at: 10_100 }, { from: "relay", message: "tick" });
    expect(contentOf(late)).toMatchObject([expect.stringContaining("timeout")]);
  });
});
