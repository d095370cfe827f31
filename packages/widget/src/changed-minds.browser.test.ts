/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, tone, unmountAll } from "../test/harness.js";
import { openTestMicrophone, type TestMicrophone } from "../test/sound.js";
import { en } from "./text/en.js";

type WithSink = { setSinkId?: (id: string) => Promise<void> };

/** What the browser answers when it is asked for a microphone, in whichever order a test wants. */
interface Asked {
  readonly id: string | undefined;
  grant(): void;
  refuse(name: string): void;
}

describe("minds that change while the browser is being asked", () => {
  const devices = navigator.mediaDevices;
  const { addModule } = AudioWorklet.prototype;
  const sinks = AudioContext.prototype as WithSink;
  const { setSinkId } = sinks;
  const { error } = console;
  let microphone: TestMicrophone;
  let give: typeof devices.getUserMedia;
  const unhandled: unknown[] = [];
  const note = (event: PromiseRejectionEvent): void => void unhandled.push(event.reason);
  beforeEach(() => {
    microphone = openTestMicrophone();
    give = devices.getUserMedia;
    unhandled.length = 0;
    addEventListener("unhandledrejection", note);
  });
  afterEach(() => {
    unmountAll();
    microphone.restore();
    AudioWorklet.prototype.addModule = addModule;
    if (setSinkId) sinks.setSinkId = setSinkId;
    else delete sinks.setSinkId;
    console.error = error;
    removeEventListener("unhandledrejection", note);
    expect(unhandled).to.deep.equal([]);
  });
  const live = (): MediaStreamTrack[] => microphone.tracks.filter(({ readyState }) => readyState === "live");
  const task = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));

  /** From now on the test answers for the browser. */
  const answerMyself = (): Asked[] => {
    const asked: Asked[] = [];
    devices.getUserMedia = (constraints) =>
      new Promise((resolve, reject) => {
        const { deviceId } = constraints!.audio as { deviceId?: { ideal: string } };
        asked.push({
          id: deviceId?.ideal,
          grant: () => resolve(give(constraints)),
          refuse: (name) => reject(new DOMException("no", name)),
        });
      });
    return asked;
  };

  /** A spoken call that is live, with two microphones to pick from. */
  const talk = async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    const begin = async (): Promise<void> => {
      await agent.press(en.startTalking);
      await relay.message("start_voice_agent");
      relay.tell(STARTED);
      await agent.until(() => agent.element.state === "listening");
    };
    await begin();
    const device = (kind: string, deviceId: string): object => ({ kind, deviceId, label: deviceId });
    const found = [device("audioinput", "m1"), device("audioinput", "m2"), device("audiooutput", "s1")];
    const { enumerateDevices } = devices;
    devices.enumerateDevices = async () => found as MediaDeviceInfo[];
    await agent.press(en.options);
    const picker = (name: string): HTMLSelectElement | null =>
      agent.root.querySelector<HTMLSelectElement>(`select[aria-label="${name}"]`);
    await agent.until(() => picker(en.microphone) !== null);
    devices.enumerateDevices = enumerateDevices;
    const pick = (name: string, id: string): void => {
      picker(name)!.value = id;
      picker(name)!.dispatchEvent(new Event("change"));
    };
    return { relay, agent, begin, picker, pick };
  };

  it("hear the microphone that was picked last, in whichever order the browser gives them", async () => {
    const { agent, pick } = await talk();
    const asked = answerMyself();
    pick(en.microphone, "m1");
    pick(en.microphone, "m2");
    await agent.until(() => asked.length === 2);
    asked[1]!.grant();
    await agent.until(() => microphone.tracks.length === 2);
    const [, second] = microphone.tracks;
    asked[0]!.grant();
    await agent.until(() => microphone.tracks.length === 3 && live().length === 1);
    expect(live()).to.deep.equal([second]);
    agent.element.stop();
    expect(live()).to.deep.equal([]);
  });

  it("leave the call that runs alone when the one before gets its refusal", async () => {
    const { agent, begin, pick } = await talk();
    const asked = answerMyself();
    pick(en.microphone, "m1");
    agent.element.stop();
    await agent.element.updateComplete;
    devices.getUserMedia = give;
    await begin();
    asked[0]!.refuse("NotAllowedError");
    await task();
    expect(agent.element.state).to.equal("listening");
    expect(agent.text()).not.to.contain(en.problems.microphone_blocked.title);
    expect(live()).to.have.length(1);
  });

  it("begin no call again that was ended while the microphone was asked for anew", async () => {
    const { agent } = await talk();
    const asked = answerMyself();
    const [track] = microphone.tracks as [MediaStreamTrack];
    track.stop();
    track.dispatchEvent(new Event("ended"));
    await agent.until(() => agent.has(en.goOn));
    // One who is asked is not asked again by a device that comes, nor by an impatient click.
    devices.dispatchEvent(new Event("devicechange"));
    await agent.press(en.goOn);
    await agent.press(en.goOn);
    expect(asked).to.have.length(1);
    agent.element.stop();
    asked[0]!.refuse("SomethingElse");
    await task();
    expect(agent.element.state).to.equal("ended");
    expect(asked).to.have.length(1);
    expect(live()).to.deep.equal([]);
  });

  it("keep the microphone that works where the one that was picked does not, and say why", async () => {
    const { relay, agent, picker, pick } = await talk();
    const asked = answerMyself();
    pick(en.microphone, "m2");
    asked[0]!.refuse("NotReadableError");
    await agent.until(() => agent.text().includes(en.problems.microphone_in_use.title));
    expect(live()).to.have.length(1);
    expect(picker(en.microphone)!.value).to.equal("");
    microphone.speak(true);
    for (let loud = false; !loud;)
      loud = new Int16Array(await relay.frame()).some((sample) => Math.abs(sample) > 3_000);
    await agent.press(en.tryAgain);
    expect(agent.text()).not.to.contain(en.problems.microphone_in_use.title);
    pick(en.microphone, "m2");
    expect(asked.map(({ id }) => id)).to.deep.equal(["m2", "m2"]);
    asked[1]!.grant();
    await agent.until(() => microphone.tracks.length === 2 && live().length === 1);
  });

  it("lose no call to a speaker that cannot be had", async function () {
    if (!setSinkId) this.skip();
    sinks.setSinkId = () => Promise.reject(new DOMException("no", "InvalidStateError"));
    const { agent, pick } = await talk();
    pick(en.speaker, "s1");
    await task();
    expect(agent.element.state).to.equal("listening");
    expect(agent.root.querySelector("[part=problem]")).to.equal(null);
    expect(live()).to.have.length(1);
  });

  it("find the microphone off when stop() returns, also while the sound is still being made", async () => {
    AudioWorklet.prototype.addModule = () => new Promise(() => undefined);
    const agent = await mount((await openRelay()).url, { variant: "inline" });
    void agent.element.start();
    await agent.until(() => live().length === 1);
    agent.element.stop();
    expect(live()).to.deep.equal([]);
  });

  it("are the page's, too: it may end a call in the moment in which it hears of it, and have another", async () => {
    console.error = (...words: unknown[]) => void unhandled.push(words);
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    agent.element.addEventListener("bb-state-change", ({ state }) => {
      if (state === "connecting") agent.element.stop();
    });
    await agent.element.start();
    agent.element.sendText("Hello");
    expect(agent.element.state).to.equal("ended");
    expect(microphone.asked).to.deep.equal([]);
    const other = await mount(relay.url, { variant: "inline" });
    other.element.addEventListener("bb-state-change", () => other.element.stop(), { once: true });
    await other.element.start();
    void other.element.start();
    // The first that the relay hears of.
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await other.until(() => other.element.state === "listening");
    expect(live()).to.have.length(1);
  });

  it("are told of a sound that breaks: the call goes on typed, says so, and has its voice back with a click", async () => {
    const broken = `
      class Broken extends AudioWorkletProcessor { process() { throw new Error("It broke."); } }
      registerProcessor("bean-brew-capture", Broken);
      registerProcessor("bean-brew-playback", class extends AudioWorkletProcessor { process() { return true; } });`;
    AudioWorklet.prototype.addModule = function breaks() {
      const url = URL.createObjectURL(new Blob([broken], { type: "text/javascript" }));
      return addModule.call(this, url);
    };
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.press(en.startTalking);
    await relay.message("start_voice_agent");
    relay.tell(STARTED, { type: "agent_started_speaking", turn: 1 }, tone(100), { type: "agent_audio_done", turn: 1 });
    await agent.until(() => agent.text().includes(en.problems.microphone_failed.title));
    await agent.until(() => agent.element.state === "listening");
    expect(live()).to.deep.equal([]);
    AudioWorklet.prototype.addModule = addModule;
    await agent.press(en.tryAgain);
    await agent.until(() => agent.has(en.mute) && live().length === 1);
    expect((await relay.frame()).byteLength).to.equal(1_280);
  });
});
