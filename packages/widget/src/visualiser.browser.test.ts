/// <reference types="mocha" />
import { expect } from "chai";
import { devTools, inChromium } from "../test/browser.js";
import { mount, openRelay, STARTED, tone, unmountAll, type Agent } from "../test/harness.js";
import { openTestMicrophone, type TestMicrophone } from "../test/sound.js";

const { requestAnimationFrame: nextFrame } = window;
const frame = (): Promise<unknown> => new Promise((resolve) => nextFrame(resolve));

describe("the cup", () => {
  let microphone: TestMicrophone;
  let asked: number;
  beforeEach(() => {
    microphone = openTestMicrophone();
    asked = 0;
    window.requestAnimationFrame = (callback) => {
      asked += 1;
      return nextFrame(callback);
    };
  });
  afterEach(() => {
    unmountAll();
    microphone.restore();
    window.requestAnimationFrame = nextFrame;
  });

  const talk = async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    void agent.element.start();
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
    return { relay, agent };
  };
  const picture = ({ root }: Agent): string => root.querySelector("canvas")!.toDataURL();
  /** Resolves with the picture once it has stayed as it is for so many frames. */
  const still = async (agent: Agent, frames = 30): Promise<string> => {
    let last = picture(agent);
    for (let same = 0; same < frames; same += 1) {
      await frame();
      const now = picture(agent);
      if (now !== last) same = 0;
      last = now;
    }
    return last;
  };
  /** Resolves once so many different pictures were seen. */
  const moves = async (agent: Agent, pictures = 8): Promise<void> => {
    for (const seen = new Set<string>(); seen.size < pictures; seen.add(picture(agent))) await frame();
  };

  it("is drawn, and costs no frame while nobody speaks", async () => {
    const { agent } = await talk();
    await still(agent);
    const canvas = agent.root.querySelector("canvas")!;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    expect(data.filter((value, index) => index % 4 === 3 && value > 0).length).to.be.above(canvas.width ** 2 / 4);
    asked = 0;
    for (let frames = 0; frames < 30; frames += 1) await frame();
    expect(asked).to.equal(0);
  });

  it("moves with who is heard, turns while the agent thinks, and comes to rest", async () => {
    const { relay, agent } = await talk();
    microphone.speak(true);
    await moves(agent);
    microphone.speak(false);
    await still(agent);
    relay.tell({ type: "agent_thinking" });
    await agent.until(() => agent.element.state === "thinking");
    await moves(agent);
    relay.tell({ type: "agent_started_speaking", turn: 2 }, tone(1_500), { type: "agent_audio_done", turn: 2 });
    await agent.until(() => agent.element.state === "speaking");
    await moves(agent);
    await agent.until(() => agent.element.state === "listening");
    await still(agent);
  });

  it("is gone with the call, and asks for no frame then", async () => {
    const { agent } = await talk();
    microphone.speak(true);
    await moves(agent);
    agent.element.stop();
    await agent.element.updateComplete;
    expect(agent.root.querySelector("canvas")).to.equal(null);
    await frame();
    asked = 0;
    for (let frames = 0; frames < 10; frames += 1) await frame();
    expect(asked).to.equal(0);
  });

  it("asks once whether less motion is wanted, not with each frame", async () => {
    const { matchMedia } = window;
    const queries: string[] = [];
    window.matchMedia = (query) => (queries.push(query), matchMedia(query));
    try {
      const { agent } = await talk();
      microphone.speak(true);
      await moves(agent);
      expect(queries.filter((query) => query.includes("motion"))).to.have.length(1);
    } finally {
      window.matchMedia = matchMedia;
    }
  });

  const emulate = (value: string): Promise<unknown> =>
    devTools("Emulation.setEmulatedMedia", { features: [{ name: "prefers-reduced-motion", value }] });

  inChromium(
    "no driver but Chromium's asks for less motion",
    "goes in steps and turns nothing where less motion is wanted, and goes back to its size",
    async () => {
      await emulate("reduce");
      try {
        const { relay, agent } = await talk();
        const quiet = await still(agent);
        const steps = new Set<string>();
        for (let word = 0; word < 5; word += 1) {
          microphone.speak(true);
          for (let frames = 0; frames < 20; frames += 1) {
            await frame();
            steps.add(picture(agent));
          }
          microphone.speak(false);
          while (picture(agent) !== quiet) await frame();
        }
        expect(steps.size).to.be.within(2, 4);
        relay.tell({ type: "agent_thinking" });
        await agent.until(() => agent.element.state === "thinking");
        await frame();
        await still(agent);
      } finally {
        await emulate("no-preference");
      }
    },
  );
});
