/// <reference types="mocha" />
import { expect } from "chai";
import { findings } from "../test/axe.js";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";
import { en } from "./text/en.js";

const AT = "2026-11-23T10:00:00Z";

describe("the variants of the element", () => {
  const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  afterEach(() => {
    unmountAll();
    navigator.mediaDevices.getUserMedia = getUserMedia;
    document.documentElement.style.colorScheme = "";
  });

  it("float at each of six places, and by default where a line ends", async () => {
    const { url } = await openRelay();
    const [width, height] = [innerWidth, innerHeight];
    for (const variant of ["floating", "bar"])
      for (const position of [
        "",
        "top-left",
        "top-center",
        "top-right",
        "bottom-left",
        "bottom-center",
        "bottom-right",
      ]) {
        const agent = await mount(url, { variant, ...(position && { position }) });
        const { left, right, top, bottom } = agent.element.getBoundingClientRect();
        const across = left + right < width - 40 ? "left" : left + right > width + 40 ? "right" : "center";
        const wanted = position || (variant === "bar" ? "bottom-center" : "bottom-right");
        // A bar that is as wide as the window is everywhere.
        const wide = right - left > width - 100;
        expect(`${top + bottom < height ? "top" : "bottom"}-${wide ? wanted.split("-")[1] : across}`).to.equal(wanted);
        expect(left >= 0 && right <= width && top >= 0 && bottom <= height, `${variant} ${position}`).to.equal(true);
        agent.element.remove();
      }
  });

  it("show a bar: what was said last, the controls, and the panel behind it", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "bar" });
    expect(await findings(agent)).to.deep.equal([]);
    await agent.press(en.startTalking);
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    relay.tell({ type: "conversation_update", data: { role: "assistant", content: "Good morning." }, turn: 1, at: AT });
    await agent.until(() => agent.root.querySelector(".caption")?.textContent === "Good morning.");
    expect(agent.has(en.mute) && agent.has(en.end)).to.equal(true);
    expect(await findings(agent)).to.deep.equal([]);
    await agent.press(en.open);
    await agent.until(() => agent.root.querySelector("[role=dialog]") !== null && agent.root.activeElement !== null);
    await agent.press(en.close);
    await agent.until(() => agent.root.activeElement === agent.control(en.open));
    await agent.press(en.end);
    expect(agent.element.state).to.equal("ended");
    await agent.type("And on Sunday?");
    expect(agent.root.querySelector("[role=dialog]")?.textContent).to.contain("And on Sunday?");
  });

  it("tell in a bar what went wrong, all of it, and let one type", async () => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    const relay = await openRelay();
    for (const position of ["top-center", "bottom-center"]) {
      const agent = await mount(relay.url, { variant: "bar", position });
      await agent.press(en.startTalking);
      await agent.until(() => agent.text().includes(en.problems.microphone_blocked.text));
      for (const scheme of ["light", "dark"]) {
        document.documentElement.style.colorScheme = scheme;
        expect(await findings(agent), scheme).to.deep.equal([]);
      }
      const { top, bottom } = agent.root.querySelector("[part=problem]")!.getBoundingClientRect();
      expect(top >= 0 && bottom <= innerHeight, position).to.equal(true);
      await agent.press(en.typeInstead);
      expect(agent.root.activeElement).to.equal(agent.control(en.message));
      await agent.press(en.startTalking);
      await agent.until(() => agent.text().includes(en.problems.microphone_blocked.text));
      await agent.type("Are you open?");
      await relay.message("start_voice_agent");
      unmountAll();
    }
  });

  it("are a button that begins the call, ends it, and says what kept it from beginning", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "button" });
    expect(await findings(agent)).to.deep.equal([]);
    await agent.press("Ask Bean & Brew");
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.text().includes(en.states.listening));
    expect(agent.root.querySelectorAll("button")).to.have.length(1);
    await agent.press(en.end);
    await relay.message("stop_voice_agent");
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    await agent.press("Ask Bean & Brew");
    await agent.until(() => agent.text().includes(en.problems.microphone_blocked.title));
    expect(agent.has(en.typeInstead)).to.equal(false);
    for (const scheme of ["light", "dark"]) {
      document.documentElement.style.colorScheme = scheme;
      expect(await findings(agent), scheme).to.deep.equal([]);
    }
  });

  it("take what the page puts into their slots", async () => {
    const { url } = await openRelay();
    for (const [variant, names] of [
      ["floating", ["launcher"]],
      ["inline", ["avatar", "header", "footer"]],
    ] as const) {
      const agent = await mount(url, { variant });
      for (const name of names) {
        const own = document.createElement("span");
        own.slot = name;
        own.textContent = `own ${name}`;
        agent.element.append(own);
        expect(own.assignedSlot?.name, name).to.equal(name);
        expect(own.getBoundingClientRect().width, name).to.be.above(0);
      }
    }
  });

  it("have corners as round as the page wants them, the visitor's turns, too", async () => {
    const relay = await openRelay();
    for (const [radius, corners] of [
      ["", ["16px", "4px"]],
      ["0px", ["0px", "0px"]],
      ["24px", ["32px", "8px"]],
    ] as const) {
      const agent = await mount(relay.url, { variant: "inline", lang: "en" });
      agent.element.style.setProperty("--bb-radius-s", radius);
      await agent.type("Hello");
      const { borderTopLeftRadius, borderBottomRightRadius } = getComputedStyle(agent.root.querySelector(".user")!);
      expect([borderTopLeftRadius, borderBottomRightRadius]).to.deep.equal(corners);
      agent.element.remove();
    }
  });

  it("are floating when they are none that is known", async () => {
    const agent = await mount((await openRelay()).url, { variant: "sideways" });
    expect(agent.has("Ask Bean & Brew")).to.equal(true);
    expect(getComputedStyle(agent.element).position).to.equal("fixed");
  });
});
