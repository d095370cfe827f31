/// <reference types="mocha" />
import { expect } from "chai";
import { findings } from "../test/axe.js";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";
import { openTestMicrophone, type TestMicrophone } from "../test/sound.js";
import { TAP_MS } from "./element/hold.js";
import { en } from "./text/en.js";

describe("push to talk", () => {
  let microphone: TestMicrophone;
  beforeEach(() => {
    microphone = openTestMicrophone();
    microphone.speak(true);
  });
  afterEach(() => {
    unmountAll();
    microphone.restore();
  });

  const talk = async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline", "push-to-talk": "" });
    await agent.press(en.startTalking);
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
    const button = (): HTMLElement => agent.control(en.holdToTalk);
    const loud = async (): Promise<boolean> => new Int16Array(await relay.frame()).some((one) => Math.abs(one) > 3_000);
    /** So many frames in a row are what they should be, soon. */
    const heard = async (wanted: boolean): Promise<void> => {
      for (let run = 0; run < 10;) run = (await loud()) === wanted ? run + 1 : 0;
    };
    const at = <T extends Event>(event: T, timeStamp: number): T =>
      Object.defineProperty(event, "timeStamp", { value: timeStamp });
    const pointer = (type: string, timeStamp: number): void => {
      button().dispatchEvent(at(new PointerEvent(type, { pointerId: 1, bubbles: true }), timeStamp));
    };
    const press = (type: string, key: string, timeStamp: number, repeat = false): KeyboardEvent =>
      at(new KeyboardEvent(type, { key, repeat, bubbles: true, cancelable: true }), timeStamp);
    button().setPointerCapture = () => undefined;
    return { relay, agent, button, heard, pointer, press };
  };

  it("is heard while the button is held, by pointer and by key, and is silence else", async () => {
    const { agent, button, heard, pointer, press } = await talk();
    await heard(false);
    expect(agent.text()).to.contain(en.holdToTalk);
    expect(button().getAttribute("aria-pressed")).to.equal("false");
    expect(await findings(agent)).to.deep.equal([]);
    pointer("pointerdown", 1_000);
    await heard(true);
    expect(button().getAttribute("aria-pressed")).to.equal("true");
    pointer("pointerup", 1_000 + TAP_MS);
    await heard(false);
    for (const key of [" ", "Enter"]) {
      // Long enough to be held; and what the keys would do else, a click, is kept from happening.
      const events = [press("keydown", key, 1_000), press("keydown", key, 1_200, true), press("keyup", key, 2_000)];
      button().dispatchEvent(events[0]!);
      button().dispatchEvent(events[1]!);
      await heard(true);
      button().dispatchEvent(events[2]!);
      await heard(false);
      expect(events.map(({ defaultPrevented }) => defaultPrevented)).to.deep.equal([true, true, true]);
    }
  });

  it("is heard from one tap to the next by who cannot hold, and by a click without a pointer", async () => {
    const { button, heard, pointer } = await talk();
    pointer("pointerdown", 1_000);
    pointer("pointerup", 1_000 + TAP_MS - 1);
    await heard(true);
    pointer("pointerdown", 5_000);
    pointer("pointerup", 5_050);
    await heard(false);
    button().click();
    await heard(true);
    button().focus();
    button().blur();
    await heard(false);
  });
});
