/// <reference types="mocha" />
import { expect } from "chai";
import { openFrame } from "../test/frame.js";
import { mount, openRelay, STARTED, unmountAll, type Agent } from "../test/harness.js";
import { textsIn } from "./text/languages.js";

const LANGUAGES = ["en", "de", "es", "fr", "it", "pt", "ja", "ar"] as const;

describe("the header of the panel", () => {
  afterEach(() => {
    unmountAll();
    document.querySelectorAll("iframe").forEach((frame) => frame.remove());
  });

  const status = ({ root }: Agent): HTMLElement => root.querySelector<HTMLElement>("[part=status]")!;
  /** Where the words before the hint, and the hint, are on the screen. */
  const boxesOf = (agent: Agent): readonly [state: DOMRect, hint: DOMRect] => {
    const range = agent.element.ownerDocument.createRange();
    const hint = agent.root.querySelector(".hint")!;
    range.setStart(hint.parentElement!, 0);
    range.setEndBefore(hint);
    const state = range.getBoundingClientRect();
    range.selectNodeContents(hint);
    return [state, range.getBoundingClientRect()];
  };

  it("says what the call does in one line, in every language, and a hint whole or not at all", async function () {
    this.timeout(60_000);
    const frame = await openFrame(320, 640);
    const page = frame.contentDocument!;
    let shown = 0;
    for (const language of LANGUAGES) {
      const texts = await textsIn(language);
      const relay = await openRelay();
      const agent = await mount(relay.url, { lang: language, storage: "none" }, page);
      agent.element.open();
      await agent.until(() => agent.text().includes(texts.greeting));
      agent.element.sendText("?");
      await relay.message("start_voice_agent");
      relay.tell(STARTED, { type: "user_started_speaking", turn: 1 });
      await agent.until(() => agent.element.state === "listening");
      for (const words of [texts.typing, texts.states.speaking, texts.reconnecting]) {
        agent.element.texts = { typing: words };
        await agent.until(() => status(agent).textContent === words);
        for (const width of [320, 360, 376, 400, 640]) {
          frame.style.width = `${width}px`;
          const name = `${language}, ${width} px: ${words}`;
          const line = parseFloat(getComputedStyle(status(agent)).lineHeight);
          const { left, right, top, bottom } = status(agent).getBoundingClientRect();
          expect(bottom - top, name).to.be.below(line * 1.5);
          const [state, hint] = boxesOf(agent);
          expect(state.left >= left - 1 && state.right <= right + 1 && state.bottom <= bottom + 2, name).to.equal(true);
          const beside = hint.top < bottom - 2;
          if (beside) expect(hint.left >= left - 1 && hint.right <= right + 1, name).to.equal(true);
          else expect(hint.top, name).to.be.at.least(bottom - 2);
          if (beside) shown += 1;
        }
      }
      agent.element.remove();
    }
    // Not all have the room, and not none.
    expect(shown).to.be.within(40, 8 * 3 * 5 - 1);
  });

  it("says that there is room for a hint where there is: in English in the panel as it comes", async () => {
    const frame = await openFrame(1_000, 800);
    const relay = await openRelay();
    const agent = await mount(relay.url, { storage: "none" }, frame.contentDocument!);
    agent.element.open();
    agent.element.sendText("?");
    await relay.message("start_voice_agent");
    relay.tell(STARTED, { type: "user_started_speaking", turn: 1 });
    await agent.until(() => agent.element.state === "listening");
    const [state, hint] = boxesOf(agent);
    // Of what stands on one line, not every browser gives the same height to a fraction of a pixel.
    expect(hint.top).to.be.closeTo(state.top, 2);
  });

  it("keeps all of a state that is longer than a line", async () => {
    const frame = await openFrame(320, 640);
    const relay = await openRelay();
    const agent = await mount(relay.url, { storage: "none" }, frame.contentDocument!);
    agent.element.open();
    await agent.until(() => agent.root.querySelector("[part=status]") !== null);
    agent.element.texts = { states: { idle: "Ended at the longest that any call may ever be · again?" } };
    await agent.until(() => status(agent).textContent!.startsWith("Ended"));
    const [state] = boxesOf(agent);
    const { bottom, right } = status(agent).getBoundingClientRect();
    expect(state.bottom <= bottom + 2 && state.right <= right + 1).to.equal(true);
  });
});
