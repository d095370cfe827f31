/// <reference types="mocha" />
import { expect } from "chai";
import { sendKeys } from "@web/test-runner-commands";
import { findings } from "../test/axe.js";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";
import { en } from "./text/en.js";
import type { BbErrorEvent, BbStateChangeEvent, BbTurnEvent } from "./index.js";

const AT = "2026-11-23T10:00:00Z";
const BOOKED = {
  type: "tool_finished",
  id: "t1",
  name: "create_appointment",
  ok: true,
  ms: 12,
  card: {
    kind: "appointment",
    title: "Tuesday 24 November, 10:00",
    text: "Consultation · APT0042 · booked",
    event: { start: "2026-11-24T10:00:00-05:00", end: "2026-11-24T10:30:00-05:00", title: "Consultation" },
  },
} as const;

const announced = (): string => document.querySelector("[data-bean-brew-announcer]")?.textContent ?? "";

describe("<bean-brew-agent>", () => {
  const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  afterEach(() => {
    unmountAll();
    navigator.mediaDevices.getUserMedia = getUserMedia;
    document.documentElement.style.colorScheme = "";
  });

  /** A typed call that is live. */
  const typed = async (resumeSeconds = 30) => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Do you have a cupping next Tuesday?");
    await relay.message("start_voice_agent");
    relay.tell({ ...STARTED, limits: { ...STARTED.limits, resumeSeconds } });
    await relay.message("user_message");
    // As the relay does: what it has got is not told it again.
    relay.tell({ type: "pong", t: Number((await relay.message("ping")).t) });
    return { relay, agent };
  };

  it("opens from its launcher by keyboard, closes with Escape, and moves the focus with it", async () => {
    const { url } = await openRelay();
    const agent = await mount(url);
    expect(agent.root.querySelector("[role=dialog]")).to.equal(null);
    agent.control("Ask Bean & Brew").focus();
    await sendKeys({ press: "Enter" });
    await agent.until(() => agent.root.activeElement?.textContent?.includes("Start talking") === true);
    expect(agent.root.querySelector("[role=dialog]")?.getAttribute("aria-labelledby")).to.equal("heading");
    await sendKeys({ press: "Tab" });
    expect(agent.root.activeElement).to.equal(agent.control("Message"));
    await sendKeys({ press: "Escape" });
    await agent.until(() => agent.root.activeElement === agent.control("Ask Bean & Brew"));
    expect(agent.root.querySelector("[role=dialog]")).to.equal(null);
  });

  it("keeps the page's shortcuts away from what is typed, and Escape from what is under it", async () => {
    const agent = await mount((await openRelay()).url);
    const heard: string[] = [];
    const hear = (event: KeyboardEvent): void => void heard.push(event.key);
    const types = ["keydown", "keypress", "keyup"] as const;
    types.forEach((type) => document.addEventListener(type, hear));
    agent.element.open();
    await agent.until(() => agent.root.activeElement !== null);
    agent.control("Message").focus();
    await sendKeys({ press: "k" });
    await sendKeys({ press: "Escape" });
    types.forEach((type) => document.removeEventListener(type, hear));
    expect(heard).to.deep.equal([]);
  });

  it("holds a typed conversation without a microphone, and tells the page", async () => {
    const asked: unknown[] = [];
    navigator.mediaDevices.getUserMedia = (constraints) => (asked.push(constraints), getUserMedia(constraints));
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    const states: string[] = [];
    const turns: string[] = [];
    agent.element.addEventListener("bb-state-change", ({ state }: BbStateChangeEvent) => states.push(state));
    agent.element.addEventListener("bb-turn", ({ turn }: BbTurnEvent) => turns.push(`${turn.role}: ${turn.text}`));
    await agent.press("Barista training");
    expect(agent.text()).to.contain("Barista training");
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    expect(await relay.message("user_message")).to.include({ text: "Barista training" });
    relay.tell(
      { type: "conversation_update", data: { role: "user", content: "Barista training" }, turn: 1, at: AT },
      { type: "agent_thinking" },
      { type: "conversation_update", data: { role: "assistant", content: "We teach on Fridays." }, turn: 2, at: AT },
      { type: "agent_started_speaking", turn: 2 },
      { type: "conversation_update", data: { role: "assistant", content: "Shall I book you in?" }, turn: 2, at: AT },
      { type: "agent_audio_done", turn: 2 },
    );
    await agent.until(() => agent.element.transcript.length === 2 && agent.element.state === "listening");
    expect(turns).to.deep.equal([
      "user: Barista training",
      "assistant: We teach on Fridays.",
      "assistant: We teach on Fridays. Shall I book you in?",
    ]);
    expect(states).to.deep.equal(["connecting", "thinking", "speaking", "listening"]);
    expect(agent.root.querySelectorAll(".user")).to.have.length(1);
    expect(agent.element.dataset.state).to.equal("listening");
    expect(asked).to.deep.equal([]);
    expect(announced().match(/We teach on Fridays/g)).to.have.length(1);
    relay.tell({ type: "voice_agent_stopped", reason: "idle_timeout" });
    relay.hangUp(1000);
    await agent.until(() => agent.element.state === "ended");
    expect(agent.text()).to.contain("Ended, as nobody spoke").and.to.contain("We teach on Fridays.");
  });

  it("says what the agent is doing and shows what it did as a card", async () => {
    const { relay, agent } = await typed();
    relay.tell({ type: "tool_started", id: "t1", name: "check_availability", label: "Checking the calendar" });
    await agent.until(() => agent.text().includes("Checking the calendar…"));
    expect(agent.element.state).to.equal("thinking");
    relay.tell(BOOKED);
    await agent.until(() => agent.root.querySelector(".card") !== null);
    expect(agent.text()).to.contain("Tuesday 24 November, 10:00").and.not.to.contain("Checking the calendar");
    expect(agent.has("Add to calendar")).to.equal(true);
  });

  it("stays whole whatever the relay sends", async function () {
    // Six hundred turns are drawn one by one, which takes a busy machine its time.
    this.timeout(60_000);
    const { relay, agent } = await typed();
    const hostile = '<img src=x onerror="window.owned = true"><script>window.owned = true</script>';
    relay.tell(
      "not json",
      "null",
      '{"type":"__proto__"}',
      '{"type":"conversation_update"}',
      '{"type":"tool_finished","id":"x","name":"y","ok":true,"ms":1,"card":{"kind":1}}',
      new ArrayBuffer(3),
      { type: "conversation_update", data: { role: "assistant", content: hostile }, turn: -1, at: "never" },
      { ...BOOKED, id: "bad", card: { ...BOOKED.card, title: hostile, event: { start: "x", end: "y", title: "z" } } },
      { type: "tool_started", id: "t", name: "n", label: hostile },
      { type: "agent_audio_done", turn: 1e9 },
    );
    relay.tell({ type: "conversation_update", data: { role: "user", content: "still here" }, turn: 3, at: AT });
    await agent.until(() => agent.text().includes("still here"));
    expect(agent.root.querySelector(".log img, .log script")).to.equal(null);
    expect(window).not.to.have.property("owned");
    await agent.press("Add to calendar");
    for (let turn = 10; turn < 620; turn += 1)
      relay.tell({ type: "conversation_update", data: { role: "user", content: `message ${turn}.` }, turn, at: AT });
    await agent.until(() => agent.text().includes("message 619."));
    expect(agent.element.transcript).to.have.length(500);
  });

  it("tells each failure of the microphone in its own words, and typing still works", async () => {
    const failures = {
      NotAllowedError: "microphone_blocked",
      NotFoundError: "microphone_missing",
      NotReadableError: "microphone_in_use",
      TypeError: "microphone_failed",
    } as const;
    for (const [name, code] of Object.entries(failures)) {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", name));
      const relay = await openRelay();
      const agent = await mount(relay.url, { variant: "inline" });
      const problems: string[] = [];
      agent.element.addEventListener("bb-error", ({ problem }: BbErrorEvent) => problems.push(problem.code));
      await agent.press("Start talking");
      await agent.until(() => agent.element.state === "error");
      expect(agent.text()).to.contain(en.problems[code].title);
      expect(announced()).to.contain(en.problems[code].title);
      expect(problems).to.deep.equal([code]);
      expect(await findings(agent)).to.deep.equal([]);
      await agent.press("Type instead");
      expect(agent.root.activeElement).to.equal(agent.control("Message"));
      await agent.type("Hello");
      await relay.message("start_voice_agent");
      unmountAll();
    }
  });

  it("tells an insecure page, an unreachable relay, a wrong address and a lost connection apart", async () => {
    const devices = Object.getOwnPropertyDescriptor(Navigator.prototype, "mediaDevices")!;
    Object.defineProperty(Navigator.prototype, "mediaDevices", { value: undefined, configurable: true });
    const insecure = await mount("http://127.0.0.1:9", { variant: "inline" });
    await insecure.press("Start talking");
    Object.defineProperty(Navigator.prototype, "mediaDevices", devices);
    await insecure.until(() => insecure.text().includes(en.problems.insecure_page.title));
    for (const address of ["http://127.0.0.1:9", "ftp://127.0.0.1"]) {
      const nobody = await mount(address, { variant: "inline" });
      await nobody.type("Hello");
      await nobody.until(() => nobody.text().includes(en.problems.relay_unreachable.title));
    }
    const { relay, agent } = await typed(0);
    relay.tell({ type: "conversation_update", data: { role: "assistant", content: "One moment" }, turn: 2, at: AT });
    await agent.until(() => agent.element.transcript.length > 0);
    relay.hangUp(1011);
    await agent.until(() => agent.text().includes(en.problems.connection_lost.title));
    expect(agent.text()).to.contain("One moment");
  });

  it("takes up a call whose connection broke, and says so meanwhile", async () => {
    const { relay, agent } = await typed();
    relay.tell({ type: "conversation_update", data: { role: "assistant", content: "One moment" }, turn: 2, at: AT });
    await agent.until(() => agent.element.transcript.length > 0);
    relay.hangUp(1011);
    await agent.until(() => agent.text().includes(en.reconnecting));
    await agent.type("Still there?");
    const { data } = await relay.message("start_voice_agent");
    expect(data).to.deep.include({ resume: { sessionId: STARTED.sessionId, token: STARTED.resumeToken, after: 0 } });
    relay.tell({ ...STARTED, resumed: true });
    expect(await relay.message("user_message")).to.deep.equal({ type: "user_message", text: "Still there?" });
    expect(agent.text()).to.contain("One moment");
    expect(agent.text()).not.to.contain(en.reconnecting);
  });

  it("lets who types go on typing, and gives back what never arrived", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    agent.control("Message").focus();
    await sendKeys({ type: "Are you open?" });
    await sendKeys({ press: "Enter" });
    await relay.message("start_voice_agent");
    await agent.until(() => agent.has(en.end));
    expect(agent.root.activeElement).to.equal(agent.control("Message"));
    await sendKeys({ type: "more" });
    relay.hangUp(1011);
    await agent.until(() => agent.text().includes(en.problems.relay_unreachable.title));
    expect((agent.control("Message") as HTMLInputElement).value).to.equal("Are you open? more");
  });

  it("says that it answers, not that it speaks, in a call without a voice", async () => {
    const { relay, agent } = await typed();
    relay.tell({ type: "agent_started_speaking", turn: 2 });
    await agent.until(() => agent.text().includes(en.answering));
    expect(agent.text()).not.to.contain(en.states.speaking);
  });

  it("has no finding of axe in any state, light and dark", async () => {
    for (const scheme of ["light", "dark"]) {
      document.documentElement.style.colorScheme = scheme;
      const closed = await mount((await openRelay()).url);
      expect(await findings(closed), `launcher ${scheme}`).to.deep.equal([]);
      closed.element.open();
      await closed.until(() => closed.root.activeElement !== null);
      expect(await findings(closed), `ready ${scheme}`).to.deep.equal([]);
      closed.element.remove();
      const { relay, agent } = await typed();
      relay.tell(
        { type: "tool_started", id: "t0", name: "check_availability", label: "Checking the calendar" },
        BOOKED,
      );
      await agent.until(() => agent.root.querySelector(".card") !== null);
      expect(await findings(agent), `thinking ${scheme}`).to.deep.equal([]);
      agent.element.stop();
      await agent.element.updateComplete;
      expect(await findings(agent), `ended ${scheme}`).to.deep.equal([]);
    }
  });
});
