import { describe, expect, it } from "vitest";
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
  tick,
  told,
} from "./play.testing.js";

describe("what the relay does of its own accord", () => {
  it("has the agent say a moment's patience when a tool takes long, once a turn", () => {
    const slow = live().then(request(call("a")), { at: 1_300 }, tick, tick);
    expect(sent(slow)).toEqual([{ type: "InjectAgentMessage", message: "One moment.", behavior: "queue" }]);
    const asked = live().then(request(call("a")), outcome("a", { follow: { do: "say", text: "Let me see." } }));
    expect(sent(asked.then(request(call("b")), { at: 5_000 }, tick))).toEqual([]);
  });

  it("asks once whether anybody is there; the answer to nobody does not count as life", () => {
    const asked = live().then({ at: 60_100 }, tick, tick);
    expect(sent(asked)).toEqual([{ type: "InjectAgentMessage", message: "Still there?", behavior: "queue" }]);
    const spoken = asked.then(says("assistant", "Still there?"), agent({ type: "first_audio" }), { at: 120_100 }, tick);
    expect(spoken.state).toEqual({ is: "closed", reason: "idle_timeout" });
    const back = asked.then({ at: 119_000 }, agent({ type: "UserStartedSpeaking" }), { at: 120_100 }, tick);
    expect(back.state.is).toBe("live");
    expect(sent(back.then({ at: 179_500 }, tick))).toHaveLength(1);
  });

  it("tells who is not in a conversation yet that the relay drains, once they are, and could take it up elsewhere", () => {
    const drains = { from: "relay", message: "draining" } as const;
    expect(told(live().then(drains))).toMatchObject([{ type: "warning", code: "draining" }]);
    const opening = play().then(drains);
    expect(told(opening)).toEqual([]);
    const ready = opening.then(agent({ type: "Welcome" }), agent({ type: "SettingsApplied" }));
    expect(told(ready)).toMatchObject([{ type: "session_started" }, { type: "warning", code: "draining" }]);
    const lost = ready.then(agent({ type: "gone" }), agent({ type: "Welcome" }), agent({ type: "SettingsApplied" }));
    expect(told(lost)).toMatchObject([{ type: "warning", code: "agent_reconnected" }]);
  });

  it("says a minute before that the longest call is nearly over", () => {
    const busy = live(someTerms({ idlePromptMs: 9_000_000, idleMs: 9_000_000 }));
    const told = busy.then({ at: 840_100 }, tick, tick);
    expect(sent(told)).toMatchObject([
      { type: "UpdatePrompt" },
      { type: "InjectAgentMessage", message: "One minute left.", behavior: "queue" },
    ]);
    expect(told.then({ at: 900_100 }, tick).state).toEqual({ is: "closed", reason: "max_duration" });
  });
});

describe("the page's own tools", () => {
  const ask = (text = '{"shop":"Red Hook"}') => live().then(request({ id: "map", name: "show_map", arguments: text }));

  it("are asked of the page, whose answer is the model's", () => {
    expect(told(ask()).at(-1)).toEqual({
      type: "client_tool_call",
      id: "map",
      name: "show_map",
      arguments: { shop: "Red Hook" },
    });
    expect(ask().effects.some((effect) => effect.do === "run")).toBe(false);
    const result = browser({ type: "client_tool_result", id: "map", ok: true, content: "shown" });
    expect(sent(ask().then(result, result))).toEqual([
      { type: "FunctionCallResponse", id: "map", name: "show_map", content: '{"result":"shown"}' },
    ]);
    const failed = ask().then(browser({ type: "client_tool_result", id: "map", ok: false, content: "no map" }));
    expect(sent(failed)).toMatchObject([{ content: '{"error":"no map","code":"internal"}' }]);
  });

  it("have ten seconds", () => {
    const late = ask().then({ at: 10_100 }, tick, tick);
    const answers = sent(late).filter(({ type }) => type === "FunctionCallResponse");
    expect(answers).toMatchObject([{ id: "map", content: expect.stringContaining("timeout") as string }]);
  });

  it("are not asked with arguments that are no object", () => {
    const asked = ask("[1]");
    expect(told(asked).some(({ type }) => type === "client_tool_call")).toBe(false);
    expect(sent(asked)).toMatchObject([{ content: expect.stringContaining("invalid_arguments") as string }]);
  });

  it("cannot answer for the shop's tools, or unasked", () => {
    const result = browser({ type: "client_tool_result", id: "a", ok: true, content: "free" });
    const run = live().then(request(call("a")), result);
    expect(sent(run)).toEqual([]);
    expect(told(run).at(-1)).toMatchObject({ type: "error", code: "bad_message" });
  });
});
