/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, tone, unmountAll, watchMicrophones } from "../test/harness.js";
import type { BbInterruptEvent } from "./index.js";

describe("a spoken call", () => {
  let microphones: ReturnType<typeof watchMicrophones>;
  beforeEach(() => {
    microphones = watchMicrophones();
  });
  afterEach(() => {
    unmountAll();
    microphones.restore();
  });

  /** A call that is live. */
  const talk = async (attributes: Readonly<Record<string, string>> = {}) => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline", ...attributes });
    await agent.press("Start talking");
    expect(agent.element.state).to.equal("connecting");
    expect(await relay.message("opened")).to.include({ protocol: "bean-brew.v1" });
    const start = await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
    return { relay, agent, start };
  };

  it("asks for 16 kHz in and 24 kHz out, and sends frames of exactly 40 ms that are not silent", async () => {
    const { relay, start } = await talk();
    expect(start).to.have.nested.property("data.audio.input.sampleRate", 16_000);
    expect(start).to.have.nested.property("data.audio.output.sampleRate", 24_000);
    let loudest = 0;
    for (let count = 0; count < 40; count += 1) {
      const frame = await relay.frame();
      expect(frame.byteLength).to.equal(1_280);
      loudest = Math.max(loudest, ...new Int16Array(frame).map(Math.abs));
    }
    // Chromium's fake microphone beeps once a second.
    expect(loudest).to.be.greaterThan(500);
  });

  it("makes frames of the length that the page asks for, within bounds", async () => {
    const short = await talk({ "frame-ms": "20" });
    expect((await short.relay.frame()).byteLength).to.equal(640);
    const long = await talk({ "frame-ms": "5000" });
    expect((await long.relay.frame()).byteLength).to.equal(3_200);
  });

  it("plays the agent's turn and listens again when it was heard", async () => {
    const { relay, agent } = await talk();
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(400), { type: "agent_audio_done", turn: 1 });
    await agent.until(() => agent.element.state === "speaking");
    await agent.until(() => agent.element.state === "listening" && agent.element.playback.silentMs > 0);
    const { audibleMs, dropped } = agent.element.playback;
    expect(audibleMs).to.be.within(350, 410);
    expect(dropped).to.equal(0);
  });

  it("is silent within 30 ms of a barge-in, drops what still comes, and reports what was heard", async () => {
    const { relay, agent } = await talk();
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(5_000));
    relay.tell({
      type: "conversation_update",
      data: { role: "assistant", content: "one two three four five six seven eight nine ten" },
      turn: 1,
      at: "2026-11-23T10:00:00Z",
    });
    await agent.until(() => agent.element.playback.audibleMs > 300);
    const interrupt = new Promise<BbInterruptEvent>((resolve) =>
      agent.element.addEventListener("bb-interrupt", resolve, { once: true }),
    );
    relay.tell({ type: "user_started_speaking", turn: 2 }, tone(500));
    const { turn, playedMs, silentAfterMs } = await interrupt;
    expect(turn).to.equal(1);
    expect(silentAfterMs).to.be.within(1, 30);
    expect(playedMs).to.be.within(300, 4_999);
    expect(await relay.message("interrupted")).to.deep.equal({
      type: "interrupted",
      turn: 1,
      playedMs: Math.round(playedMs),
    });
    await agent.until(() => agent.element.playback.silentMs > 200);
    const { audibleMs } = agent.element.playback;
    await agent.until(() => agent.element.playback.silentMs > 400);
    expect(agent.element.playback.audibleMs).to.equal(audibleMs);
    const cut = agent.element.transcript[0]!;
    expect(cut.heard).to.be.lessThan(cut.text.length);
    expect(agent.root.querySelector("s")?.textContent).to.contain("ten");
  });

  it("sends silence while muted", async () => {
    const { relay, agent } = await talk();
    await agent.press("Mute");
    expect(agent.text()).to.contain("Muted");
    const quiet = async (): Promise<boolean> => new Int16Array(await relay.frame()).every((sample) => sample === 0);
    let run = 0;
    // The beep comes once a second: more than a second without one is the mute.
    while (run < 35) run = (await quiet()) ? run + 1 : 0;
    await agent.press("Unmute");
    while (await quiet());
  });

  it("leaves no microphone on: after the end, after removal, after a stop during the start, after a refusal", async () => {
    const ended = await talk();
    expect(microphones.live()).to.equal(1);
    await ended.agent.press("End the call");
    expect(microphones.live()).to.equal(0);
    expect(ended.agent.element.state).to.equal("ended");
    expect(await ended.relay.message("stop_voice_agent")).to.deep.equal({ type: "stop_voice_agent" });

    const removed = await talk();
    removed.agent.element.remove();
    await Promise.resolve();
    expect(microphones.live()).to.equal(0);

    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    const starting = agent.element.start();
    agent.element.stop();
    await starting;
    expect(microphones.streams).to.have.length(3);
    expect(microphones.live()).to.equal(0);
    expect(agent.element.state).to.equal("ended");

    const first = agent.element.start();
    agent.element.stop();
    const second = agent.element.start();
    await Promise.all([first, second]);
    expect(microphones.live()).to.equal(1);
    await relay.message("start_voice_agent");
    relay.tell({ type: "error", code: "at_capacity", message: "All lines are busy.", retryable: true });
    relay.hangUp(1013);
    await agent.until(() => agent.element.state === "error");
    expect(microphones.live()).to.equal(0);
    expect(agent.text()).to.contain("All our lines are busy");
  });

  it("survives a move in the page", async () => {
    const { agent } = await talk();
    const box = document.createElement("div");
    document.body.append(box);
    box.append(agent.element);
    await agent.element.updateComplete;
    expect(agent.element.state).to.equal("listening");
    expect(microphones.live()).to.equal(1);
    agent.element.remove();
    box.remove();
  });

  it("gives a typed call its voice", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Hello");
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    expect(await relay.message("user_message")).to.deep.equal({ type: "user_message", text: "Hello" });
    expect(microphones.streams).to.have.length(0);
    await agent.press("Start talking");
    expect((await relay.frame()).byteLength).to.equal(1_280);
  });

  it("falls back to a blob, and then to the page's thread, when the worklet's file is refused", async () => {
    const real = AudioWorklet.prototype.addModule;
    const refused: string[] = [];
    for (const allowed of [/^blob:/, /^never/]) {
      AudioWorklet.prototype.addModule = function addModule(url) {
        if (allowed.test(String(url))) return real.call(this, url);
        refused.push(String(url));
        return Promise.reject(new DOMException("refused", "AbortError"));
      };
      const { relay, agent } = await talk({ "worklet-url": "/elsewhere/worklets.js" });
      expect((await relay.frame()).byteLength).to.equal(1_280);
      relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(300), { type: "agent_audio_done", turn: 1 });
      await agent.until(() => agent.element.playback.audibleMs > 250);
      unmountAll();
    }
    AudioWorklet.prototype.addModule = real;
    expect(refused[0]).to.match(/elsewhere\/worklets\.js$/);
    expect(refused[1]).to.match(/bean-brew-worklets\.js$/);
    expect(refused.at(-1)).to.match(/^blob:/);
  });
});
