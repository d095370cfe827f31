/// <reference types="mocha" />
import { expect } from "chai";
import { openRelay, RELAY_ORIGIN, STARTED, tone } from "../test/harness.js";
import { openPolicyPage } from "../test/policy-page.js";
import { en } from "./text/en.js";

const AT = "2026-11-23T10:00:00Z";
const NOTHING = { cookies: "", local: {}, session: {}, databases: 0, caches: 0, workers: 0 };
const POLICY = `default-src 'none'; script-src 'self'; connect-src ${RELAY_ORIGIN} ${RELAY_ORIGIN.replace("http", "ws")}`;

describe("a whole visit", () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    document.querySelectorAll("iframe").forEach((frame) => frame.remove());
    localStorage.clear();
  });

  /** Reads, consents, talks, types, has an appointment, looks through the options, ends and rates: all that one can do. */
  const visit = async (storage: "local" | "none") => {
    const relay = await openRelay();
    const page = await openPolicyPage(
      POLICY,
      `<bean-brew-agent relay="${relay.url}" lang="ar" consent storage="${storage}"></bean-brew-agent>
       <script type="module" src="/__policy/bean-brew-agent.js"></script>`,
    );
    const agent = page.agents[0]!;
    await agent.until(() => agent.element.shadowRoot!.querySelector("[dir=rtl]") !== null);
    agent.element.lang = "en";
    await agent.until(() => agent.has("Ask Bean & Brew"));
    await agent.press("Ask Bean & Brew");
    await agent.press(en.startTalking);
    await agent.press(en.agree);
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await relay.frame();
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(200), { type: "agent_audio_done", turn: 1 });
    await agent.until(() => agent.element.playback.audibleMs > 150);
    await agent.type("Tuesday?");
    relay.tell(
      { type: "conversation_update", data: { role: "user", content: "Tuesday?" }, turn: 2, at: AT },
      { type: "conversation_update", data: { role: "assistant", content: "See https://a.example/x" }, turn: 3, at: AT },
    );
    await agent.until(() => agent.element.transcript.length === 2);
    await agent.press(en.options);
    relay.hangUp(1011);
    await relay.message("start_voice_agent");
    relay.tell({ ...STARTED, resumed: true });
    await agent.until(() => agent.element.state === "listening");
    await agent.press(en.end);
    await agent.until(() => agent.root.querySelector(".star") !== null);
    agent.root.querySelectorAll<HTMLInputElement>(".star input")[4]!.click();
    await agent.until(() => agent.has(en.sendRating));
    await agent.press(en.sendRating);
    await agent.until(() => agent.text().includes(en.thanks));
    return page;
  };

  const left = async (window: Window & typeof globalThis) => ({
    cookies: window.document.cookie,
    local: { ...window.localStorage },
    session: { ...window.sessionStorage },
    databases: (await window.indexedDB.databases()).length,
    caches: (await window.caches.keys()).length,
    workers: (await window.navigator.serviceWorker.getRegistrations()).length,
  });

  it("asks nobody but the page's own host and the relay for anything, and leaves nothing but the consent", async () => {
    const { window, violations } = await visit("local");
    const hosts = window.performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin);
    expect(hosts).to.include(location.origin);
    expect(hosts.filter((host) => host !== location.origin && host !== RELAY_ORIGIN)).to.deep.equal([]);
    expect(violations).to.deep.equal([]);
    expect(await left(window)).to.deep.equal({ ...NOTHING, local: { "bean-brew-consent": "given" } });
  });

  it("leaves nothing at all with storage=none", async () => {
    const { window } = await visit("none");
    expect(await left(window)).to.deep.equal(NOTHING);
  });
});
