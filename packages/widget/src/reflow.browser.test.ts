/// <reference types="mocha" />
import { expect } from "chai";
import { devTools, inChromium } from "../test/browser.js";
import { openFrame } from "../test/frame.js";
import { unmountAll, type Agent } from "../test/harness.js";
import { controls, nameOf, settled } from "../test/pieces.js";
import { everyStateOf, VARIANTS, type STATES } from "../test/states.js";

/** The states with something of their own in them. */
const TELLING: readonly (keyof typeof STATES)[] = ["idle", "consent", "listening", "thinking", "rating", "error"];

/** What of an element somebody cannot reach or read whole, in the window that it is in. */
const losses = (agent: Agent): string[] => {
  const view = agent.element.ownerDocument.defaultView!;
  const lost: string[] = [];
  if (view.document.documentElement.scrollWidth > view.innerWidth) lost.push("the page scrolls sideways");
  for (const control of controls(agent)) {
    control.scrollIntoView({ block: "nearest" });
    const { left, right, top, bottom } = control.getBoundingClientRect();
    if (left < 0 || right > view.innerWidth) lost.push(`${nameOf(control)} is beside the window`);
    // What scrolls is larger than what is seen of it.
    if (control.tabIndex === 0 && control.matches(".log")) continue;
    const at = agent.root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (at === null || !(control.contains(at) || at.contains(control))) lost.push(`${nameOf(control)} is covered`);
  }
  for (const piece of agent.root.querySelectorAll("*"))
    if (piece.scrollTop > 0 && getComputedStyle(piece).overflowY === "hidden")
      lost.push(`${nameOf(piece)} hides what does not fit`);
  for (const piece of agent.root.querySelectorAll<HTMLElement>("p, b, h2, h3, small, legend, button")) {
    if (piece.matches(".caption") || piece.clientWidth === 0) continue;
    if (piece.scrollWidth > piece.clientWidth + 1) lost.push(`${nameOf(piece)} is cut off`);
  }
  return lost;
};

describe("for every eye, the element", () => {
  afterEach(() => {
    unmountAll();
    document.querySelectorAll("iframe").forEach((frame) => frame.remove());
  });

  for (const variant of VARIANTS)
    it(`loses nothing on a small phone, at 200 % and at 400 %, and in type twice as large: ${variant}`, async function () {
      this.timeout(60_000);
      const frame = await openFrame(320, 568);
      const page = frame.contentDocument!;
      for await (const { name, agent } of everyStateOf(variant, TELLING, page))
        for (const [width, height, type] of [
          [320, 568, ""],
          [320, 256, ""],
          [640, 400, ""],
          [1_280, 900, "30px"],
        ] as const) {
          frame.style.width = `${width}px`;
          frame.style.height = `${height}px`;
          page.documentElement.style.setProperty("--bb-font-size", type);
          await settled(agent);
          expect(losses(agent), `${name}, ${width} × ${height} ${type}`).to.deep.equal([]);
        }
    });

  const emulate = (feature: string, value: string): Promise<unknown> =>
    devTools("Emulation.setEmulatedMedia", { features: [{ name: feature, value }] });

  inChromium("no driver but Chromium's sets forced colours", "keeps its edges in forced colours", async () => {
    await emulate("forced-colors", "active");
    try {
      expect(matchMedia("(forced-colors: active)").matches).to.equal(true);
      for (const variant of VARIANTS)
        for await (const { name, agent } of everyStateOf(variant, TELLING)) {
          const bare = [
            ...agent.root.querySelectorAll<HTMLElement>(".talk, .launcher, .panel, .strip, .card, .note, .user"),
          ].filter(
            (piece) => piece.getClientRects().length > 0 && parseFloat(getComputedStyle(piece).borderTopWidth) < 1,
          );
          expect(bare.map(nameOf), name).to.deep.equal([]);
          const canvas = agent.root.querySelector("canvas");
          // The cup's colours are the system's: what moves is not the colour of what is still.
          if (canvas) {
            const { stroke, stopColor } = getComputedStyle(canvas);
            expect(stroke, name).not.to.equal(stopColor);
          }
        }
    } finally {
      await emulate("forced-colors", "none");
    }
  });

  inChromium("no driver but Chromium's asks for less motion", "moves nothing where less motion is wanted", async () => {
    await emulate("prefers-reduced-motion", "reduce");
    try {
      for (const variant of VARIANTS)
        for await (const { name, agent } of everyStateOf(variant, TELLING))
          expect(
            agent.root.getAnimations().map(({ effect }) => nameOf((effect as KeyframeEffect).target!)),
            name,
          ).to.deep.equal([]);
    } finally {
      await emulate("prefers-reduced-motion", "no-preference");
    }
  });
});
