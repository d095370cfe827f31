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
  type Run,
} from "./play.testing.js";

const types = (messages: readonly { type: string }[]): string[] => messages.map(({ type }) => type);

describe("the opening", () => {
  it("sends Settings once Deepgram has said Welcome, and lets audio flow once they are applied", () => {
    const opening = play().then(agent({ type: "Welcome" }));
    expect(types(sent(opening))).toEqual(["Settings"]);
    const open = opening.then(agent({ type: "SettingsApplied" }));
    expect(open.state.is).toBe("live");
    expect(open.effects.map((effect) => effect.do)).toEqual(["tell", "lanes"]);
    expect(told(open)).toEqual([someTerms().started]);
    expect(open.effects[1]).toEqual({ do: "lanes", up: "flow", down: "flow" });
  });

  it("sends typed turns that came early once the agent is ready, and refuses more than eight", () => {
    const eight = Array.from({ length: 8 }, (_, index) => browser({ type: "user_message", text: `text ${index}` }));
    const full = play().then(...eight);
    expect(sent(full)).toEqual([]);
    const over = full.then(browser({ type: "user_message", text: "one too many" }));
    expect(told(over)).toMatchObject([{ type: "error", code: "rate_limited" }]);
    const open = over.then(agent({ type: "Welcome" }), agent({ type: "SettingsApplied" }));
    expect(sent(open).slice(1)).toHaveLength(8);
    expect(sent(open)[1]).toEqual({ type: "InjectUserMessage", content: "text 0" });
  });

  it.each([
    ["refuses", agent({ type: "gone", refused: 429 })],
    ["is lost", agent({ type: "gone" })],
    ["says Error", agent({ type: "Error", code: "INVALID_SETTINGS" })],
  ])("ends as agent_unavailable when Deepgram %s", (_, event) => {
    const ended = play().then(event);
    expect(ended.state).toEqual({ is: "closed", reason: "agent_unavailable" });
    expect(told(ended)).toMatchObject([
      { type: "error", code: "agent_unavailable", retryable: true },
      { type: "voice_agent_stopped", reason: "agent_unavailable" },
    ]);
    expect(ended.effects.at(-1)).toEqual({ do: "close", browser: 1013 });
  });

  it("does not wait for Deepgram without a limit", () => {
    expect(play().then({ at: 9_998 }, tick).state.is).toBe("opening");
    expect(play().then({ at: 9_999 }, tick).state).toEqual({ is: "closed", reason: "agent_unavailable" });
  });
});

describe("turns", () => {
  it("numbers the utterances of both sides, and announces an agent's turn before its first audio", () => {
    const run = live().then(
      says("assistant", "Hello."),
      agent({ type: "first_audio" }),
      says("assistant", "How can I help?"),
      agent({ type: "AgentAudioDone", sentMs: 0, playsMs: 0 }),
      agent({ type: "UserStartedSpeaking" }),
      says("user", "What time do you open?"),
      says("assistant", "At nine."),
      agent({ type: "first_audio" }),
      agent({ type: "AgentAudioDone", sentMs: 0, playsMs: 0 }),
    );
    expect(told(run).map((message) => [message.type, "turn" in message ? message.turn : undefined])).toEqual([
      ["conversation_update", 1],
      ["agent_started_speaking", 1],
      ["conversation_update", 1],
      ["agent_audio_done", 1],
      ["user_started_speaking", 2],
      ["conversation_update", 2],
      ["conversation_update", 3],
      ["agent_started_speaking", 3],
      ["agent_audio_done", 3],
    ]);
  });

  it("lets leftovers of a turn that was cut pass unannounced, whatever its end says", () => {
    const cut = live().then(
      says("assistant", "A long story"),
      agent({ type: "first_audio" }),
      agent({ type: "UserStartedSpeaking" }),
    );
    expect(cut.state).toMatchObject({ talk: { turns: { audio: "cut" } } });
    const done = cut.then(agent({ type: "AgentAudioDone", sentMs: 0, playsMs: 0 }));
    expect(told(done)).toEqual([]);
    expect(done.state).toMatchObject({ talk: { turns: { audio: "cut" } } });
  });

  it.each([
    says("assistant", "Yes?"),
    says("user", "Stop."),
    agent({ type: "EndOfTurn" }),
    agent({ type: "AgentThinking" }),
    agent({ type: "AgentStartedSpeaking" }),
    request(call("fc_1")),
  ])("takes audio after %o for a new turn", (event) => {
    const run = live().then(agent({ type: "first_audio" }), agent({ type: "UserStartedSpeaking" }), event);
    expect(run.state).toMatchObject({ talk: { turns: { audio: "awaited" } } });
  });

  it("cuts the agent's speech when the user types, until the agent answers", () => {
    const typed = live().then(agent({ type: "first_audio" }), browser({ type: "user_message", text: "Prices?" }));
    expect(told(typed)[1]).toEqual({ type: "user_started_speaking", turn: 2 });
    expect(sent(typed)).toEqual([{ type: "InjectUserMessage", content: "Prices?" }]);
    const echoed = typed.then(says("user", "Prices?"));
    expect(told(echoed)).toMatchObject([{ type: "conversation_update", turn: 2, data: { role: "user" } }]);
    expect(echoed.state).toMatchObject({ talk: { turns: { audio: "cut" } } });
    expect(told(echoed.then(says("assistant", "Eighteen."), agent({ type: "first_audio" })))).toMatchObject([
      { turn: 3 },
      { type: "agent_started_speaking", turn: 3 },
    ]);
  });

  it("takes a beginning without words up again instead of counting a turn that never was", () => {
    const run = live().then(
      agent({ type: "UserStartedSpeaking" }),
      agent({ type: "UserStartedSpeaking" }),
      says("user", "Hi."),
    );
    expect(told(run).map((message) => [message.type, "turn" in message && message.turn])).toEqual([
      ["user_started_speaking", 1],
      ["conversation_update", 1],
    ]);
  });
});

describe("calls", () => {
  it("runs several side by side and answers each once, in the order in which they finish", () => {
    const asked = live().then(request(call("a"), call("b", "find_customer")));
    expect(asked.effects.filter((effect) => effect.do === "run")).toHaveLength(2);
    expect(told(asked)).toEqual([
      { type: "tool_started", id: "a", name: "check_availability", label: "Checking the calendar" },
      { type: "tool_started", id: "b", name: "find_customer", label: "Working on it" },
    ]);
    const answered = asked.then(outcome("b"), outcome("a"), outcome("a"));
    expect(sent(answered)).toEqual([
      { type: "FunctionCallResponse", id: "b", name: "find_customer", content: '{"fine":true}' },
      { type: "FunctionCallResponse", id: "a", name: "check_availability", content: '{"fine":true}' },
    ]);
  });

  it("neither runs nor answers a call again whose id it has seen", () => {
    const run = live().then(request(call("a"), call("a")), outcome("a"), request(call("a")), outcome("a"));
    expect(run.effects.filter((effect) => effect.do === "run")).toHaveLength(1);
    expect(sent(run)).toHaveLength(1);
  });

  it("aborts a call that was cancelled, and does not answer it", () => {
    const run = live().then(request(call("a")), agent({ type: "FunctionCallCancelled", ids: ["a"] }), outcome("a"));
    expect(run.effects).toContainEqual({ do: "abort", id: "a" });
    expect(sent(run)).toEqual([]);
    expect(told(run).at(-1)).toMatchObject({ type: "tool_finished", id: "a", ok: false });
  });

  it("keeps who the caller turned out to be, and how often they missed, for the next call", () => {
    const identity = { customerId: "CUST0001", by: "phone", at: 1 } as const;
    const run = live()
      .then(
        says("user", "It's me."),
        request(call("a"), call("b")),
        outcome("a", { identity }),
        outcome("b", { miss: true }),
      )
      .then(request(call("c")));
    expect(run.effects.find((effect) => effect.do === "run")).toMatchObject({
      caller: { identity, misses: 1, userTurn: 1, scope: "public" },
    });
  });

  it("tells a call in which turn the user spoke last, which is another only once they have heard and answered", () => {
    const asked = (run: Run) => run.effects.find((effect) => effect.do === "run")?.caller.userTurn;
    const before = live().then(request(call("z")));
    expect(asked(before)).toBe(0);
    const spoken = before.then(says("user", "Please."), request(call("a")));
    expect(asked(spoken)).toBe(1);
    expect(asked(spoken.then(request(call("b"))))).toBe(1);
    expect(asked(spoken.then(says("user", "Quickly."), request(call("c"))))).toBe(2);
    const answered = spoken.then(says("assistant", "Shall I book it?"), says("user", "Yes."), request(call("d")));
    expect(asked(answered)).toBe(3);
  });

  it("says a filler after the answer, at most once until the user speaks again", () => {
    const filler = { follow: { do: "say", text: "One moment please." } };
    const run = live().then(request(call("a"), call("b")), outcome("a", filler), outcome("b", filler));
    expect(types(sent(run))).toEqual(["FunctionCallResponse", "InjectAgentMessage", "FunctionCallResponse"]);
    const next = run.then(says("user", "And?"), request(call("c")), outcome("c", filler));
    expect(types(sent(next))).toEqual(["FunctionCallResponse", "InjectAgentMessage"]);
  });
});

describe("the page's tools", () => {
  const asked = () => live().then(request(call("m", "show_map")));
  const answers = browser({ type: "client_tool_result", id: "m", ok: true, content: "Shown." });

  it.each([
    ["was cancelled", (run: Run) => run.then(agent({ type: "FunctionCallCancelled", ids: ["m"] }))],
    ["is over its time", (run: Run) => run.then({ at: 10_100 }, tick)],
    ["was answered", (run: Run) => run.then(answers)],
  ])("may answer a call that %s: nothing comes of it", (_, prepare) => {
    expect(prepare(asked()).then(answers).effects).toEqual([]);
  });

  it("may not answer what was never asked of them", () => {
    for (const run of [live(), live().then(request(call("m")))]) {
      expect(told(run.then(answers))).toMatchObject([{ type: "error", code: "bad_message" }]);
    }
  });
});

describe("the farewell", () => {
  const farewell = { follow: { do: "end", farewell: "Goodbye!" } };
  const ending = () => live().then(request(call("bye", "end_call")), outcome("bye", farewell));

  it("ends the call once the farewell was heard", () => {
    const said = ending().then(says("assistant", "Goodbye!"), agent({ type: "first_audio" }), { at: 1_000 });
    const sentAll = said.then(agent({ type: "AgentAudioDone", sentMs: 0, playsMs: 2_000 }));
    expect(sentAll.then({ at: 3_000 }, tick).state.is).toBe("ending");
    const heard = sentAll.then({ at: 3_400 }, tick);
    expect(heard.state).toEqual({ is: "closed", reason: "end_call" });
    expect(heard.effects.at(-1)).toEqual({ do: "close", browser: 1000 });
  });

  it("is said by the relay when the model says nothing for three seconds, and never awaited without a limit", () => {
    const late = ending().then({ at: 3_100 }, tick);
    expect(sent(late)).toEqual([{ type: "InjectAgentMessage", message: "Goodbye!", behavior: "queue" }]);
    expect(late.then({ at: 18_200 }, tick).state).toEqual({ is: "closed", reason: "end_call" });
  });

  it("is off when the caller has more to say", () => {
    const back = ending().then(agent({ type: "UserStartedSpeaking" }), says("user", "Wait, one more thing."));
    expect(back.state.is).toBe("live");
  });

  it("counts as said when Deepgram hangs up first", () => {
    expect(ending().then(agent({ type: "gone" })).state).toEqual({ is: "closed", reason: "end_call" });
  });
});

describe("the ends", () => {
  it.each([
    ["client_stop", 1000, browser({ type: "stop_voice_agent" })],
    ["connection_closed", 1000, browser({ type: "left", waits: false })],
    ["connection_closed", 1000, { from: "relay", message: "taken" }],
    ["agent_error", 1011, agent({ type: "Error", code: "FAILED_TO_THINK" })],
    ["draining", 1012, { from: "relay", message: "drain" }],
    ["limit", 1013, { from: "relay", message: "slow_client" }],
    ["internal", 1011, { from: "relay", message: "fault" }],
  ] as const)("%s: tells the reason once, and closes both sockets with %i", (reason, code, event) => {
    const ended = live().then(request(call("a")), event, event, outcome("a"), tick);
    expect(told(ended).filter(({ type }) => type === "voice_agent_stopped")).toEqual([
      { type: "voice_agent_stopped", reason },
    ]);
    expect(ended.effects.filter((effect) => effect.do === "close")).toEqual([{ do: "close", browser: code }]);
    expect(ended.effects).toContainEqual({ do: "abort", id: "a" });
    expect(ended.effects).toContainEqual({ do: "lanes", up: "drop", down: "drop" });
  });

  it("ends a call in which nothing happens, counted from the last thing that did", () => {
    const terms = someTerms({ idlePromptMs: 9_000, idleMs: 1_000 });
    const busy = live(terms).then({ at: 900 }, says("user", "Hm."));
    expect(busy.then({ at: 1_800 }, tick).state.is).toBe("live");
    expect(busy.then({ at: 1_900 }, tick).state).toEqual({ is: "closed", reason: "idle_timeout" });
  });

  it("ends a call that is too long, however busy", () => {
    const terms = someTerms({ maxMs: 5_000 });
    expect(live(terms).then({ at: 5_000 }, says("user", "Still here."), tick).state).toEqual({
      is: "closed",
      reason: "max_duration",
    });
  });

  it("says that a second start is one, and goes on", () => {
    const run = live().then(browser({ type: "start_voice_agent" }));
    expect(told(run)).toMatchObject([{ type: "error", code: "already_started" }]);
    expect(run.state.is).toBe("live");
  });
});
