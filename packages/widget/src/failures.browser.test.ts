/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, tone, unmountAll } from "../test/harness.js";
import { openTestMicrophone, type TestMicrophone } from "../test/sound.js";
import { en } from "./text/en.js";

const AT = "2026-11-23T10:00:00Z";

describe("a call whose beginning fails, or half of it", () => {
  const { addModule } = AudioWorklet.prototype;
  const { connect } = AudioNode.prototype;
  const { AudioContext, console } = globalThis;
  const { warn } = console;
  let microphone: TestMicrophone;
  /** Lets the browser answer whether the page may listen. */
  let answer: () => void;
  beforeEach(() => {
    microphone = openTestMicrophone();
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const answered = new Promise<void>((resolve) => (answer = resolve));
    navigator.mediaDevices.getUserMedia = (constraints) => answered.then(() => ask(constraints));
  });
  afterEach(() => {
    unmountAll();
    microphone.restore();
    AudioWorklet.prototype.addModule = addModule;
    AudioNode.prototype.connect = connect;
    globalThis.AudioContext = AudioContext;
    console.warn = warn;
  });
  const live = (): number => microphone.tracks.filter(({ readyState }) => readyState === "live").length;

  it("takes what is typed while the browser asks for the microphone, and speaks once it has it", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.press(en.startTalking);
    await agent.type("Are you open?");
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    expect(await relay.message("user_message")).to.include({ text: "Are you open?" });
    answer();
    expect((await relay.frame()).byteLength).to.equal(1_280);
    relay.tell({ type: "agent_started_speaking", turn: 2 }, tone(300), { type: "agent_audio_done", turn: 2 });
    await agent.until(() => agent.element.playback.audibleMs > 250);
    agent.element.stop();
    expect(live()).to.equal(0);
  });

  it("keeps what was typed, and a way to end it, where the microphone fails before the call is live", async () => {
    microphone.refuse(new DOMException("no", "NotAllowedError"));
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Are you open?");
    await relay.message("start_voice_agent");
    await agent.press(en.startTalking);
    expect(agent.has(en.mute)).to.equal(true);
    answer();
    await agent.until(() => agent.text().includes(en.problems.microphone_blocked.title));
    expect(agent.element.state).to.equal("connecting");
    expect(agent.has(en.end)).to.equal(true);
    expect(agent.text()).to.contain("Are you open?");
    relay.tell(STARTED);
    expect(await relay.message("user_message")).to.include({ text: "Are you open?" });
  });

  it("has no session for what is no turn to send", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    for (const text of ["", "x".repeat(2_001)]) expect(() => agent.element.sendText(text)).to.throw(RangeError);
    expect(agent.element.state).to.equal("ended");
    agent.element.sendText("Hello");
    await relay.message("start_voice_agent");
    expect(() => agent.element.sendText("")).to.throw(RangeError);
    expect(agent.element.state).to.equal("connecting");
    relay.tell(STARTED);
    expect(await relay.message("user_message")).to.include({ text: "Hello" });
  });

  it("has no session for a call that was stopped in the moment in which its sound was there", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    AudioNode.prototype.connect = function stop(this: AudioNode, ...args: [never]) {
      queueMicrotask(() => agent.element.stop());
      return connect.apply(this, args);
    } as typeof connect;
    const started = agent.element.start();
    answer();
    await started;
    expect(agent.element.state).to.equal("ended");
    expect(live()).to.equal(0);
    AudioNode.prototype.connect = connect;
    // The first that the relay hears of is the next call.
    await agent.type("Hello");
    expect(await relay.message("opened")).to.include({ protocol: "bean-brew.v1" });
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    expect(await relay.message("user_message")).to.include({ text: "Hello" });
  });

  it("leaves no microphone on where its sound cannot be made, and says that it is that", async () => {
    console.warn = () => undefined;
    const relay = await openRelay();
    for (const breaks of ["the nodes", "the context"]) {
      if (breaks === "the nodes")
        AudioNode.prototype.connect = () => {
          throw new DOMException("no", "InvalidAccessError");
        };
      else
        globalThis.AudioContext = function refuse() {
          throw new DOMException("no", "NotSupportedError");
        } as unknown as typeof AudioContext;
      const agent = await mount(relay.url, { variant: "inline" });
      await agent.press(en.startTalking);
      answer();
      await agent.until(() => agent.text().includes(en.problems.microphone_failed.title));
      await agent.until(() => live() === 0);
      unmountAll();
      AudioNode.prototype.connect = connect;
    }
  });

  it("tells a frame that was not given the microphone from a visitor who did not give it", async () => {
    if (!("featurePolicy" in document)) return;
    for (const [allow, problem] of [
      ["microphone 'none'", en.problems.microphone_forbidden],
      ["microphone", en.problems.microphone_blocked],
    ] as const) {
      const frame = document.createElement("iframe");
      frame.allow = allow;
      frame.srcdoc = `<!doctype html><html lang="en"><title>Shop</title><body><bean-brew-agent variant="inline">`;
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      document.body.append(frame);
      await loaded;
      const inside = frame.contentWindow as Window & typeof globalThis;
      inside.navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new inside.DOMException("no", "NotAllowedError"));
      const script = inside.document.createElement("script");
      script.type = "module";
      script.src = new URL("./index.ts", import.meta.url).href;
      inside.document.body.append(script);
      await inside.customElements.whenDefined("bean-brew-agent");
      const element = inside.document.querySelector("bean-brew-agent")!;
      await element.start();
      await element.updateComplete;
      expect(element.shadowRoot!.textContent, allow).to.contain(problem.title);
      frame.remove();
    }
  });

  it("tells the visitor in words of its own what the relay tells the page's author", async () => {
    const told: unknown[] = [];
    console.warn = (...words: unknown[]) => told.push(...words);
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Hello");
    await relay.message("start_voice_agent");
    const message = "data.clientTools[0].name: too long";
    relay.tell({ type: "error", code: "bad_message", message, retryable: false });
    relay.hangUp(1008);
    await agent.until(() => agent.text().includes(en.problems.refused.text));
    expect(agent.text()).not.to.contain("clientTools");
    expect(told.join()).to.contain(message);
  });

  it("counts no word as heard whose sound was still to come", async () => {
    answer();
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.press(en.startTalking);
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
    // Ten seconds of words, of which little more than has been played came before the visitor spoke.
    const content = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
    relay.tell({ type: "agent_started_speaking", turn: 1 });
    relay.tell({ type: "conversation_update", data: { role: "assistant", content }, turn: 1, at: AT });
    relay.tell(tone(600));
    await agent.until(() => agent.element.playback.audibleMs > 300);
    relay.tell({ type: "user_started_speaking", turn: 2 });
    const { playedMs } = await relay.message("interrupted");
    await agent.until(() => agent.element.transcript[0]?.heard !== undefined);
    const { heard } = agent.element.transcript[0]!;
    expect(heard).to.be.at.most(Math.ceil(Number(playedMs) / 65));
    expect(agent.root.querySelector("s")?.textContent).to.contain("six");
  });

  it("does not speak for ever where the agent was lost in the middle of a turn", async () => {
    answer();
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.press(en.startTalking);
    await relay.message("start_voice_agent");
    relay.tell(STARTED, { type: "agent_started_speaking", turn: 1 }, tone(200));
    await agent.until(() => agent.element.playback.audibleMs > 150);
    expect(agent.element.state).to.equal("speaking");
    relay.tell({ type: "warning", code: "agent_reconnected", message: "One moment." });
    await agent.until(() => agent.element.state === "listening");
    relay.tell({ type: "agent_started_speaking", turn: 3 }, tone(200));
    await agent.until(() => agent.element.playback.audibleMs > 350);
    relay.hangUp(1011);
    await agent.until(() => agent.text().includes(en.reconnecting));
    await relay.message("start_voice_agent");
    relay.tell({ ...STARTED, resumed: true });
    await agent.until(() => agent.element.state === "listening");
  });
});
