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
  tick,
  told,
  type Run,
} from "./play.testing.js";

const dismiss = { from: "relay", message: "dismiss" } as const;
const done = (playsMs: number) => agent({ type: "AgentAudioDone", sentMs: 2_000, playsMs });

describe("a relay that has to stop", () => {
  const dismissed = (): Run => live().then(dismiss);

  it("has the agent say goodbye, and ends the call once that was heard, for good", () => {
    expect(sent(dismissed())).toEqual([{ type: "InjectAgentMessage", message: "Goodbye.", behavior: "queue" }]);
    const said = dismissed().then(says("assistant", "Goodbye."), agent({ type: "first_audio" }), done(900));
    expect(said.then({ at: 1_000 }, tick).state.is).toBe("ending");
    const ended = said.then({ at: 1_300 }, tick);
    expect(ended.state).toEqual({ is: "closed", reason: "draining" });
    expect(told(ended)).toEqual([{ type: "voice_agent_stopped", reason: "draining" }]);
    expect(ended.effects.at(-1)).toEqual({ do: "close", browser: 1012 });
  });

  it("waits for the end of what the agent was saying, and not for what the caller has to say", () => {
    const answering = live().then(says("assistant", "We open"), agent({ type: "first_audio" }), dismiss);
    const finished = answering.then(done(0), { at: 5_000 }, tick);
    expect(finished.state.is).toBe("ending");
    const spoken = finished.then(says("user", "Wait!"), { at: 9_000 }, tick);
    expect(spoken.state.is).toBe("ending");
  });

  it("is over once goodbye was heard, whoever speaks meanwhile", () => {
    const playing = dismissed().then(says("assistant", "Goodbye."), agent({ type: "first_audio" }), done(900));
    const spoken = playing.then(agent({ type: "UserStartedSpeaking" }), { at: 1_300 }, tick);
    expect(spoken.state).toEqual({ is: "closed", reason: "draining" });
  });

  it("waits fifteen seconds at most, whatever the agent does", () => {
    const endless = dismissed().then(says("assistant", "Goodbye."), { at: 14_900 }, done(60_000));
    expect(endless.then({ at: 15_100 }, tick).state).toEqual({ is: "closed", reason: "draining" });
    const farewell = outcome("a", { follow: { do: "end", farewell: "Bye." } });
    const ending = live().then(request(call("a")), farewell, says("assistant", "Bye."), dismiss);
    expect(ending.then({ at: 15_100 }, tick).state).toEqual({ is: "closed", reason: "end_call" });
  });

  it("says nothing to who is not there", () => {
    for (const run of [play(), live().then(browser({ type: "left", waits: true }))]) {
      expect(run.then(dismiss).state).toEqual({ is: "closed", reason: "draining" });
    }
  });
});

describe("the farewell of the agent's", () => {
  const bye = outcome("bye", { follow: { do: "end", farewell: "Goodbye!" } });
  const said = (): Run =>
    live().then(
      request(call("bye", "end_call")),
      bye,
      says("assistant", "Goodbye!"),
      agent({ type: "first_audio" }),
      { at: 1_000 },
      done(1_000),
    );
  const speaks = agent({ type: "UserStartedSpeaking" });

  it.each([
    ["speak", speaks],
    ["type", browser({ type: "user_message", text: "Wait, one more thing." })],
  ])("waits for the words of a caller who begins to %s while it plays", (_, begins) => {
    const begun = said().then({ at: 1_900 }, begins);
    const waiting = begun.then({ at: 11_800 }, tick);
    expect(waiting.state.is).toBe("ending");
    expect(waiting.then(says("user", "Wait, one more thing.")).state.is).toBe("live");
    expect(waiting.then({ at: 12_000 }, tick).state).toEqual({ is: "closed", reason: "end_call" });
  });

  it("does not wait without a limit for who makes a noise again and again", () => {
    let run = said();
    for (let at = 1_500; at < 60_000 && run.state.is === "ending"; at += 500) run = run.then({ at }, speaks, tick);
    expect(run.state).toEqual({ is: "closed", reason: "end_call" });
  });

  it("is heard no longer than the browser plays it", () => {
    const cut = browser({ type: "interrupted", turn: 1, playedMs: 100 });
    const ending = live().then(request(call("bye", "end_call")), bye, says("assistant", "Goodbye!"));
    const playing = ending.then(agent({ type: "first_audio" }), { at: 1_000 }, done(9_000));
    expect(playing.then({ at: 2_200 }, tick).state.is).toBe("ending");
    expect(playing.then({ at: 1_100 }, cut, { at: 2_200 }, tick).state.is).toBe("closed");
    // Who has cut it to speak is heard.
    expect(playing.then({ at: 1_100 }, speaks, cut, { at: 2_200 }, tick).state.is).toBe("ending");
  });

  it("counts as said when the agent fails", () => {
    const ended = said().then(agent({ type: "Error", code: "FAILED_TO_SPEAK" }));
    expect(ended.state).toEqual({ is: "closed", reason: "end_call" });
    expect(told(ended).map(({ type }) => type)).toEqual(["voice_agent_stopped"]);
  });

  it("is no more to be said once the caller has more to talk about", () => {
    const late = live().then(request(call("bye", "end_call")), bye, { at: 4_000 }, tick);
    const refused = late.then(speaks, agent({ type: "InjectionRefused" }), says("user", "One more thing."));
    expect(refused.state.is).toBe("live");
    expect(sent(refused.then(agent({ type: "EndOfTurn" }), says("assistant", "Yes?")))).toEqual([]);
  });
});

describe("what the relay has the agent say, and is refused because the caller speaks", () => {
  const refused = agent({ type: "InjectionRefused" });
  const injection = (message: string) => ({ type: "InjectAgentMessage", message, behavior: "queue" });
  const wrapping = (): Run => live().then({ at: 839_990 }, says("user", "So, tell me"), { at: 840_000 }, tick);

  it.each([
    ["goodbye", () => live().then(dismiss), "Goodbye."],
    ["that the call is nearly over", wrapping, "One minute left."],
  ])("%s: is said once more when their turn is over, and no more than that", (_, asked, message) => {
    const waiting = asked().then(refused);
    expect([sent(waiting), told(waiting)]).toEqual([[], []]);
    const over = waiting.then(says("user", "That was all."), agent({ type: "AgentThinking" }));
    expect(sent(over)).toEqual([injection(message)]);
    expect(sent(over.then(refused, agent({ type: "EndOfTurn" }), says("assistant", "Well.")))).toEqual([]);
  });

  it("is said once when it was not refused", () => {
    const run = live()
      .then(dismiss)
      .then(says("assistant", "Goodbye."), refused, agent({ type: "EndOfTurn" }));
    expect(sent(run)).toEqual([]);
  });

  it("is not said again when it has come too late to matter", () => {
    const terms = live().then({ at: 60_100 }, tick);
    expect(sent(terms)).toEqual([injection("Still there?")]);
    expect(sent(terms.then(refused, agent({ type: "EndOfTurn" })))).toEqual([]);
  });
});
