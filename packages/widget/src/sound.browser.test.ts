/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, tone, unmountAll } from "../test/harness.js";
import { openTestMicrophone, tapOutput, type TestMicrophone } from "../test/sound.js";
import { en } from "./text/en.js";
import type { BbLatencyEvent } from "./index.js";

const AT = "2026-11-23T10:00:00Z";

describe("the sound of a call", () => {
  let microphone: TestMicrophone;
  let output: ReturnType<typeof tapOutput>;
  beforeEach(() => {
    microphone = openTestMicrophone();
    output = tapOutput();
  });
  afterEach(() => {
    unmountAll();
    microphone.restore();
    output.restore();
  });

  /** A spoken call that is live. */
  const talk = async (attributes: Readonly<Record<string, string>> = {}) => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline", ...attributes });
    const latencies: BbLatencyEvent[] = [];
    agent.element.addEventListener("bb-latency", (event: BbLatencyEvent) => latencies.push(event));
    await agent.press("Start talking");
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
    /** Somebody speaks until this side heard it. */
    const say = async (): Promise<void> => {
      microphone.speak(true);
      for (let loud = 0; loud < 5;) loud = peak(await relay.frame()) > 3_000 ? loud + 1 : 0;
      microphone.speak(false);
      while (peak(await relay.frame()) > 300);
    };
    return { relay, agent, latencies, say };
  };
  const peak = (frame: ArrayBuffer): number => Math.max(...new Int16Array(frame).map(Math.abs));

  it("is measured from the end of the visitor's speech to the answer's first sample, once, and for what was spoken", async () => {
    const { relay, agent, latencies, say } = await talk();
    // A greeting answers nobody.
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(200), { type: "agent_audio_done", turn: 1 });
    await agent.until(() => agent.element.state === "speaking");
    await agent.until(() => agent.element.state === "listening");
    const before = performance.now();
    await say();
    // 400 ms by the clock of the sound.
    for (let frames = 0; frames < 10; frames += 1) await relay.frame();
    relay.tell(
      { type: "conversation_update", data: { role: "user", content: "Are you open?" }, turn: 2, at: AT },
      { type: "latency", turn: 3, total: 900, relay: 2 },
    );
    relay.tell({ type: "agent_started_speaking", turn: 3 }, tone(300), { type: "agent_audio_done", turn: 3 });
    await agent.until(() => agent.element.playback.audibleMs > 400);
    const waited = performance.now() - before;
    relay.tell({ type: "agent_started_speaking", turn: 5 }, tone(200), { type: "agent_audio_done", turn: 5 });
    await agent.until(() => agent.element.playback.audibleMs > 600);
    expect(latencies.map(({ turn, latency }) => [turn, latency?.total])).to.deep.equal([
      [3, 900],
      [3, undefined],
    ]);
    const { mouthToEarMs } = latencies[1]!;
    expect(mouthToEarMs).to.be.above(380).and.below(waited);
  });

  it("has no mouth to ear where the question was typed", async () => {
    const { relay, agent, latencies, say } = await talk();
    await say();
    await agent.type("Are you open?");
    relay.tell(
      { type: "conversation_update", data: { role: "user", content: "Are you open?" }, turn: 1, at: AT },
      { type: "agent_started_speaking", turn: 2 },
      tone(300),
      { type: "agent_audio_done", turn: 2 },
    );
    await agent.until(() => agent.element.playback.audibleMs > 250);
    expect(latencies).to.deep.equal([]);
  });

  it("is not measured by two clocks: a sound that was opened anew has one of its own", async () => {
    const { relay, agent, latencies, say } = await talk();
    await say();
    relay.tell({ type: "conversation_update", data: { role: "user", content: "Are you open?" }, turn: 1, at: AT });
    await agent.until(() => agent.element.transcript.length === 1);
    microphone.refuse(new DOMException("no", "NotFoundError"));
    const [track] = microphone.tracks as [MediaStreamTrack];
    track.stop();
    track.dispatchEvent(new Event("ended"));
    await agent.until(() => agent.has(en.goOn));
    await agent.press(en.goOn);
    await agent.until(() => agent.has(en.tryAgain));
    microphone.refuse(undefined);
    const [{ currentTime: asked }] = output.contexts as [AudioContext];
    await agent.press(en.tryAgain);
    await agent.until(() => output.contexts.length === 2 && output.contexts[1]!.currentTime > asked);
    relay.tell({ type: "agent_started_speaking", turn: 2 }, tone(300), { type: "agent_audio_done", turn: 2 });
    await agent.until(() => agent.element.playback.audibleMs > 250);
    expect(latencies).to.deep.equal([]);
  });

  it("goes on as silence while the microphone gives nothing", async () => {
    const { relay } = await talk();
    for (let frames = 0; frames < 25; frames += 1) expect(peak(await relay.frame())).to.equal(0);
  });

  it("is as loud as the page and the visitor want it", async () => {
    const { relay, agent } = await talk();
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(20_000), { type: "agent_audio_done", turn: 1 });
    await agent.until(() => output.level() > 0.2);
    const full = output.level();
    agent.element.volume = 0.25;
    await agent.until(() => output.level() < full / 3);
    await agent.press(en.options);
    const slider = (): HTMLInputElement | null => agent.root.querySelector("[type=range]");
    await agent.until(() => slider() !== null);
    expect(slider()!.valueAsNumber).to.equal(0.25);
    slider()!.value = "0";
    slider()!.dispatchEvent(new Event("input"));
    expect(agent.element.volume).to.equal(0);
    await agent.until(() => output.level() === 0);
    // What is no volume is the nearest that is one.
    agent.element.volume = 7;
    await agent.until(() => output.level() > full * 0.9);
    expect(output.level()).to.be.at.most(full * 1.1);
  });

  it("is silent on the device itself once the visitor speaks, and stays so", async () => {
    const { relay, agent } = await talk();
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(20_000));
    await agent.until(() => output.level() > 0.2);
    relay.tell({ type: "user_started_speaking", turn: 2 }, tone(2_000));
    await relay.message("interrupted");
    await agent.until(() => output.level() === 0);
    // What was heard is told a little later than it is heard.
    await agent.until(() => agent.element.playback.silentMs > 200);
    const { audibleMs } = agent.element.playback;
    await agent.until(() => agent.element.playback.silentMs > 400);
    expect(output.level()).to.equal(0);
    expect(agent.element.playback.audibleMs).to.equal(audibleMs);
  });

  it("is opened in the click itself, in one context for both directions", async () => {
    const Real = globalThis.AudioContext;
    const made: AudioContext[] = [];
    let resumed = 0;
    globalThis.AudioContext = class extends Real {
      constructor(options?: AudioContextOptions) {
        super(options);
        made.push(this);
      }
      override resume(): Promise<void> {
        resumed += 1;
        return super.resume();
      }
    };
    try {
      const relay = await openRelay();
      const agent = await mount(relay.url, { variant: "inline" });
      agent.control("Start talking").click();
      expect([made.length, resumed, microphone.asked.length]).to.deep.equal([1, 1, 1]);
      await relay.message("start_voice_agent");
      relay.tell(STARTED, { type: "agent_started_speaking", turn: 1 }, tone(300));
      await relay.frame();
      await agent.until(() => agent.element.playback.audibleMs > 200);
      expect(made).to.have.length(1);
      expect(output.contexts).to.deep.equal(made);
    } finally {
      globalThis.AudioContext = Real;
    }
  });

  it("is softer at once while somebody speaks over the agent, and is as loud as before after that: no turn ends", async () => {
    const { relay, agent } = await talk();
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(20_000), { type: "agent_audio_done", turn: 1 });
    await agent.until(() => output.level() > 0.2);
    const full = output.level();
    microphone.speak(true);
    await agent.until(() => output.level() < full / 3);
    microphone.speak(false);
    await agent.until(() => output.level() > full * 0.9);
    expect(agent.element.state).to.equal("speaking");
  });
});
