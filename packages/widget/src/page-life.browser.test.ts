/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";
import { openTestMicrophone, type TestMicrophone } from "../test/sound.js";
import { en } from "./text/en.js";

describe("the life of a page", () => {
  let microphone: TestMicrophone;
  beforeEach(() => {
    microphone = openTestMicrophone();
  });
  afterEach(() => {
    unmountAll();
    microphone.restore();
  });

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

  it("ends the call when the page is left; a page that comes back says so, and begins another with one click", async () => {
    const { relay, agent } = await talk();
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    expect(microphone.tracks[0]!.readyState).to.equal("ended");
    await relay.message("stop_voice_agent");
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await agent.element.updateComplete;
    expect(agent.element.state).to.equal("ended");
    await agent.press(en.startTalking);
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
  });

  it("asks whether the relay is still there whenever that may have changed, until the call is over", async () => {
    const { relay, agent } = await talk();
    for (const [target, type] of [
      [window, "offline"],
      [window, "online"],
      [window, "pageshow"],
      [document, "resume"],
      [document, "visibilitychange"],
    ] as const) {
      target.dispatchEvent(new Event(type));
      expect(await relay.message("ping"), type).to.deep.equal({ type: "ping", t: 0 });
    }
    agent.element.stop();
    dispatchEvent(new Event("online"));
    await relay.message("stop_voice_agent");
    relay.tell({ type: "voice_agent_stopped", reason: "client_stop" });
    await relay.message("closed");
  });

  it("keeps a phone's screen on while one talks, lets its controls act, and leaves nothing behind", async () => {
    const { matchMedia, navigator } = globalThis;
    const locks: { released: boolean; release(): Promise<void> }[] = [];
    const request = async (): Promise<object> => {
      const lock = {
        released: false,
        release: async () => {
          lock.released = true;
        },
      };
      locks.push(lock);
      return lock;
    };
    const felt: unknown[] = [];
    Object.defineProperty(navigator, "wakeLock", { value: { request }, configurable: true });
    Object.defineProperty(navigator, "vibrate", { value: (ms: number) => felt.push(ms), configurable: true });
    globalThis.matchMedia = (query) =>
      Object.defineProperty(matchMedia(query), "matches", { value: query.includes("coarse") });
    const handlers = new Map<string, (() => void) | null>();
    const session = {
      playbackState: "none",
      setActionHandler: (type: string, run: () => void) => handlers.set(type, run),
    };
    Object.defineProperty(navigator, "mediaSession", { value: session, configurable: true });
    try {
      const { agent } = await talk();
      await agent.until(() => locks.length === 1 && session.playbackState === "playing");
      expect(felt).to.deep.equal([12]);
      document.dispatchEvent(new Event("visibilitychange"));
      expect(locks).to.have.length(2);
      handlers.get("togglemicrophone")!();
      expect(agent.element.muted).to.equal(true);
      handlers.get("hangup")!();
      expect(agent.element.state).to.equal("ended");
      await agent.until(() => locks.at(-1)!.released);
      expect(session.playbackState).to.equal("none");
      expect([...handlers.values()]).to.deep.equal([null, null]);
      document.dispatchEvent(new Event("visibilitychange"));
      expect(locks).to.have.length(2);
    } finally {
      globalThis.matchMedia = matchMedia;
      // What the browser itself has is its prototype's.
      for (const name of ["wakeLock", "vibrate", "mediaSession"]) Reflect.deleteProperty(navigator, name);
    }
  });

  it("takes up at once a call whose connection broke when the network is back, and asks for a microphone that is gone", async () => {
    const { relay, agent } = await talk();
    microphone.refuse(new DOMException("no", "NotFoundError"));
    microphone.tracks[0]!.stop();
    microphone.tracks[0]!.dispatchEvent(new Event("ended"));
    await agent.until(() => agent.element.state === "paused");
    relay.hangUp(1011);
    await agent.until(() => agent.text().includes(en.reconnecting));
    microphone.refuse(undefined);
    dispatchEvent(new Event("online"));
    expect(await relay.message("start_voice_agent")).to.have.nested.property("data.resume.sessionId", "s1");
    relay.tell({ ...STARTED, resumed: true });
    await agent.until(() => agent.element.state === "listening");
    expect(microphone.tracks.at(-1)!.readyState).to.equal("live");
    expect((await relay.frame()).byteLength).to.equal(1_280);
  });
});
