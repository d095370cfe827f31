/// <reference types="mocha" />
import { expect } from "chai";
import { findings } from "../test/axe.js";
import { mount, openRelay, unmountAll, type Agent } from "../test/harness.js";
import { en } from "./text/en.js";

const STORED = "bean-brew-size";

describe("the size of the panel", () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    unmountAll();
    localStorage.clear();
  });
  const open = async (attributes: Readonly<Record<string, string>> = {}): Promise<Agent> => {
    const agent = await mount((await openRelay()).url, attributes);
    agent.element.open();
    await agent.until(() => agent.has(en.size));
    await Promise.all(agent.root.getAnimations().map(({ finished }) => finished));
    return agent;
  };
  const box = (agent: Agent): DOMRect => agent.root.querySelector(".panel")!.getBoundingClientRect();
  /** Takes the corner and moves it by so many pixels. */
  const drag = (agent: Agent, x: number, y: number): void => {
    const grip = agent.control(en.size);
    grip.setPointerCapture = () => {
      grip.dispatchEvent(new PointerEvent("pointermove", { clientX: 100 + x, clientY: 100 + y }));
      grip.dispatchEvent(new PointerEvent("lostpointercapture"));
      // What comes later has let it go.
      grip.dispatchEvent(new PointerEvent("pointermove", { clientX: 500, clientY: 500 }));
    };
    grip.dispatchEvent(new PointerEvent("pointerdown", { clientX: 100, clientY: 100, bubbles: true }));
  };

  it("is what the visitor makes it, and is remembered", async () => {
    const agent = await open();
    const { width, height } = box(agent);
    expect(await findings(agent)).to.deep.equal([]);
    drag(agent, -40, 30);
    await agent.until(() => box(agent).width !== width);
    expect([box(agent).width, box(agent).height]).to.deep.equal([width + 40, Math.max(380, height - 30)]);
    expect(localStorage.getItem(STORED)).to.equal(`${box(agent).width}x${box(agent).height}`);
    agent.element.close();
    await agent.element.updateComplete;
    const next = await open();
    expect(box(next).width).to.equal(width + 40);
  });

  it("is made by keys, away from the edge where it stands, and never too small", async () => {
    for (const [position, key] of [
      ["bottom-right", "ArrowLeft"],
      ["top-left", "ArrowRight"],
      ["bottom-center", "ArrowLeft"],
    ] as const) {
      const agent = await open({ position, storage: "none" });
      const { width } = box(agent);
      const press = (pressed: string): unknown =>
        agent.control(en.size).dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true }));
      press(key);
      await agent.until(() => box(agent).width > width);
      for (let times = 0; times < 40; times += 1) press(key === "ArrowLeft" ? "ArrowRight" : "ArrowLeft");
      await agent.until(() => box(agent).width === 300);
      unmountAll();
    }
    expect(localStorage).to.have.length(0);
  });

  it("is what is stored, unless that is no size", async () => {
    localStorage.setItem(STORED, "9x<b>");
    expect(box(await open()).width).to.equal(376);
  });

  it("leaves a keyboard its place on a phone", async () => {
    const frame = document.createElement("iframe");
    frame.style.cssText = "width: 360px; height: 560px";
    frame.srcdoc = `<!doctype html><html lang="en"><title>Shop</title><body><bean-brew-agent>`;
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    const inside = frame.contentWindow as Window & typeof globalThis;
    const script = inside.document.createElement("script");
    script.type = "module";
    script.src = new URL("./index.ts", import.meta.url).href;
    inside.document.body.append(script);
    await inside.customElements.whenDefined("bean-brew-agent");
    const element = inside.document.querySelector("bean-brew-agent")!;
    element.open();
    await element.updateComplete;
    const panel = element.shadowRoot!.querySelector(".panel")!;
    await Promise.all(element.shadowRoot!.getAnimations().map(({ finished }) => finished));
    expect(panel.getBoundingClientRect().height).to.equal(560);
    const viewport = inside.visualViewport!;
    Object.defineProperty(viewport, "height", { value: 300, configurable: true });
    Object.defineProperty(viewport, "offsetTop", { value: 20, configurable: true });
    viewport.dispatchEvent(new Event("resize"));
    const { top, bottom } = panel.getBoundingClientRect();
    expect([top, bottom]).to.deep.equal([20, 320]);
    const form = element.shadowRoot!.querySelector("form")!.getBoundingClientRect();
    expect(form.bottom).to.be.at.most(320);
    Object.defineProperty(viewport, "height", { value: 560, configurable: true });
    viewport.dispatchEvent(new Event("resize"));
    expect(panel.getBoundingClientRect().height).to.equal(560);
    frame.remove();
  });
});
