/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";

describe("the language of the element", () => {
  const page = document.documentElement;
  const before = page.lang;
  afterEach(() => {
    unmountAll();
    page.lang = before;
  });

  it("is the page's, follows it when it changes, and goes with the session", async () => {
    page.lang = "de-AT";
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.until(() => agent.has("Gespräch beginnen"));
    expect(agent.root.querySelector<HTMLElement>("section")).to.include({ lang: "de", dir: "ltr" });
    page.lang = "fr";
    await agent.until(() => agent.has("Commencer à parler"));
    page.lang = "sv";
    await agent.until(() => agent.has("Start talking"));
    page.lang = "ja";
    await agent.until(() => agent.has("話しはじめる"));
    agent.element.sendText("テイスティング");
    const { data } = await relay.message("start_voice_agent");
    expect(data).to.have.nested.property("context.locale", "ja");
  });

  it("goes with the session beside the page's address, unless the page knows better", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline", lang: "de" });
    agent.element.context = { locale: "de-CH" };
    agent.element.sendText("Hallo");
    const { data } = await relay.message("start_voice_agent");
    const page = `${location.origin}${location.pathname}`;
    expect(data).to.have.deep.property("context", { page, locale: "de-CH" });
  });

  it("is the nearest that is said around it, through shadow roots, or its own", async () => {
    const { url } = await openRelay();
    const outer = document.createElement("div");
    outer.lang = "it";
    document.body.append(outer);
    const inner = outer.attachShadow({ mode: "open" });
    const agent = await mount(url, { variant: "inline" });
    inner.append(agent.element);
    await agent.until(() => agent.has("Inizia a parlare"));
    agent.element.lang = "es";
    await agent.until(() => agent.has("Empezar a hablar"));
    outer.remove();
  });

  it("is read from the right in Arabic", async () => {
    const agent = await mount((await openRelay()).url, { lang: "ar" });
    await agent.until(() => agent.text().includes("تحدّث أو اكتب"));
    agent.element.open();
    await agent.until(() => agent.has("ابدأ التحدّث"));
    const [close, heading] = ["[part=close]", "[part=heading]"].map((part) =>
      agent.root.querySelector(part)!.getBoundingClientRect(),
    );
    expect(close!.right).to.be.below(heading!.left);
  });

  it("leaves each turn the direction of its own words", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline", lang: "ar", heading: "Bean & Brew" });
    await agent.until(() => agent.has("ابدأ التحدّث"));
    agent.element.sendText("?");
    await relay.message("start_voice_agent");
    const at = "2026-11-23T10:00:00Z";
    relay.tell(
      STARTED,
      { type: "conversation_update", data: { role: "user", content: "Tuesday?" }, turn: 1, at },
      { type: "conversation_update", data: { role: "assistant", content: "يوم الثلاثاء." }, turn: 2, at },
      { type: "conversation_update", data: { role: "user", content: "الأربعاء؟" }, turn: 3, at },
      { type: "conversation_update", data: { role: "assistant", content: "Wednesday." }, turn: 4, at },
    );
    await agent.until(() => agent.element.transcript.length === 4);
    const directions = [...agent.root.querySelectorAll(".turn")].map((turn) => getComputedStyle(turn).direction);
    expect(directions).to.deep.equal(["ltr", "rtl", "rtl", "ltr"]);
  });

  it("gives way to the page's own words", async () => {
    const agent = await mount((await openRelay()).url, { variant: "inline", lang: "de" });
    agent.element.texts = { greeting: "Servus!", states: { idle: "Wir sind da" } };
    await agent.until(() => agent.has("Gespräch beginnen"));
    expect(agent.root.querySelector("[part=greeting]")!.textContent).to.equal("Servus!");
    expect(agent.root.querySelector("[part=status]")!.textContent).to.equal("Wir sind da");
  });
});
