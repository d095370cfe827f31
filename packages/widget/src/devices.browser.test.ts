/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";
import { openTestMicrophone, tapOutput, type TestMicrophone } from "../test/sound.js";
import { en } from "./text/en.js";

type WithSink = { setSinkId?: (id: string) => Promise<void> };

describe("the devices of a call", () => {
  const { enumerateDevices } = navigator.mediaDevices;
  const { resume } = AudioContext.prototype;
  const sinks = AudioContext.prototype as WithSink;
  const { setSinkId } = sinks;
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
    navigator.mediaDevices.enumerateDevices = enumerateDevices;
    AudioContext.prototype.resume = resume;
    if (setSinkId) sinks.setSinkId = setSinkId;
    else delete sinks.setSinkId;
  });
  const live = (): number => microphone.tracks.filter(({ readyState }) => readyState === "live").length;
  const gone = new DOMException("no", "NotFoundError");

  /** A spoken call that is live. */
  const talk = async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.press(en.startTalking);
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
    return { relay, agent };
  };
  /** The device is gone: its track ends by itself. */
  const unplug = (): void => {
    const track = microphone.tracks.at(-1)!;
    track.stop();
    track.dispatchEvent(new Event("ended"));
  };

  it("are asked to cancel echo and noise and to keep the gain, and to be one channel", async () => {
    await talk();
    expect(microphone.asked).to.deep.equal([
      { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    ]);
  });

  it("are replaced by what is there when one is unplugged, and the call goes on", async () => {
    const { relay, agent } = await talk();
    unplug();
    await agent.until(() => microphone.tracks.length === 2 && agent.element.state === "listening");
    microphone.speak(true);
    for (let loud = false; !loud;)
      loud = new Int16Array(await relay.frame()).some((sample) => Math.abs(sample) > 3_000);
    expect(live()).to.equal(1);
    agent.element.stop();
    expect(live()).to.equal(0);
  });

  it("pause the call where there is none left, and one click goes on when there is", async () => {
    const { agent } = await talk();
    microphone.refuse(gone);
    unplug();
    await agent.until(() => agent.element.state === "paused");
    expect(agent.text()).to.contain(en.states.paused);
    microphone.refuse(undefined);
    await agent.press(en.goOn);
    await agent.until(() => agent.element.state === "listening");
    expect(live()).to.equal(1);
    microphone.refuse(gone);
    unplug();
    await agent.until(() => agent.element.state === "paused");
    microphone.refuse(undefined);
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    await agent.until(() => agent.element.state === "listening");
  });

  it("leave a call typed whose click found none, until the next that does", async () => {
    const { relay, agent } = await talk();
    microphone.refuse(gone);
    unplug();
    await agent.until(() => agent.has(en.goOn));
    await agent.press(en.goOn);
    await agent.until(() => agent.text().includes(en.problems.microphone_missing.title));
    expect(agent.element.state).to.equal("listening");
    expect(agent.text()).to.contain(en.typing);
    await agent.type("Still there?");
    expect(await relay.message("user_message")).to.include({ text: "Still there?" });
    microphone.refuse(undefined);
    await agent.press(en.tryAgain);
    await agent.until(() => agent.has(en.mute));
    expect(agent.text()).not.to.contain(en.problems.microphone_missing.title);
    expect(live()).to.equal(1);
  });

  it("pause the call while something else has the microphone", async () => {
    const { agent } = await talk();
    const [track] = microphone.tracks as [MediaStreamTrack];
    const taken = (muted: boolean): void => {
      Object.defineProperty(track, "muted", { value: muted, configurable: true });
      track.dispatchEvent(new Event(muted ? "mute" : "unmute"));
    };
    taken(true);
    await agent.until(() => agent.element.state === "paused");
    taken(false);
    await agent.until(() => agent.element.state === "listening");
    expect(microphone.asked).to.have.length(1);
    taken(true);
    await agent.until(() => agent.has(en.goOn));
    await agent.press(en.goOn);
    await agent.until(() => agent.element.state === "listening");
    expect(live()).to.equal(1);
  });

  it("pause the call when its sound is stopped: it goes on by itself where it may, and else by one click", async () => {
    const { agent } = await talk();
    const [context] = output.contexts as [AudioContext];
    await context.suspend();
    await agent.until(() => context.state === "running" && agent.element.state === "listening");
    AudioContext.prototype.resume = () => Promise.reject(new DOMException("a click is needed", "NotAllowedError"));
    await context.suspend();
    await agent.until(() => agent.has(en.goOn));
    expect(agent.element.state).to.equal("paused");
    AudioContext.prototype.resume = resume;
    await agent.press(en.goOn);
    await agent.until(() => agent.element.state === "listening");
  });

  it("may want another rate than the sound so far: one click opens it anew", async () => {
    const { relay, agent } = await talk();
    const [first] = output.contexts as [AudioContext];
    first.createMediaStreamSource = () => {
      throw new DOMException("another rate", "NotSupportedError");
    };
    unplug();
    await agent.until(() => agent.has(en.goOn));
    expect(live()).to.equal(0);
    await agent.press(en.goOn);
    await agent.until(() => agent.element.state === "listening" && agent.has(en.mute));
    await agent.until(() => first.state === "closed");
    expect(live()).to.equal(1);
    microphone.speak(true);
    for (let loud = false; !loud;)
      loud = new Int16Array(await relay.frame()).some((sample) => Math.abs(sample) > 3_000);
  });

  it("are picked in the options, and switched while one talks", async () => {
    const device = (kind: string, deviceId: string, label: string): object => ({ kind, deviceId, label });
    let devices = [device("audioinput", "default", "Default"), device("audioinput", "m1", "Desk")];
    // As Windows names them once more.
    devices.push(device("audioinput", "communications", "Communications - Headset"));
    devices.push(device("audioinput", "m2", "Headset"), device("audiooutput", "s1", "Headset"));
    navigator.mediaDevices.enumerateDevices = async () => devices as MediaDeviceInfo[];
    const played: string[] = [];
    sinks.setSinkId = async (id) => void played.push(id);
    const { relay, agent } = await talk();
    await agent.press(en.options);
    const picker = (name: string): HTMLSelectElement | null =>
      agent.root.querySelector<HTMLSelectElement>(`select[aria-label="${name}"]`);
    await agent.until(() => picker(en.microphone) !== null && picker(en.speaker) !== null);
    // A phone zooms in on what is smaller.
    expect(parseFloat(getComputedStyle(picker(en.microphone)!).fontSize)).to.be.at.least(16);
    const names = (): string[] => [...picker(en.microphone)!.options].map(({ text }) => text);
    expect(names()).to.deep.equal([en.automatic, "Desk", "Headset"]);
    const pick = (name: string, id: string): void => {
      picker(name)!.value = id;
      picker(name)!.dispatchEvent(new Event("change"));
    };
    pick(en.microphone, "m2");
    await agent.until(() => microphone.tracks.length === 2);
    expect(microphone.asked[1]).to.deep.include({ deviceId: { ideal: "m2" }, echoCancellation: true });
    await agent.until(() => live() === 1);
    expect(microphone.tracks[0]!.readyState).to.equal("ended");
    microphone.speak(true);
    for (let loud = false; !loud;)
      loud = new Int16Array(await relay.frame()).some((sample) => Math.abs(sample) > 3_000);
    pick(en.speaker, "s1");
    await agent.until(() => played.includes("s1"));
    expect(microphone.asked).to.have.length(2);
    devices = devices.slice(0, 3);
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    await agent.until(() => names().length === 2);
    expect(picker(en.speaker)).to.equal(null);
    expect(agent.element.state).to.equal("listening");
  });
});
