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
