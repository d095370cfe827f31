/// <reference types="mocha" />
import { expect } from "chai";
import { sendKeys } from "@web/test-runner-commands";
import { findings } from "../test/axe.js";
import { mount, openRelay, STARTED, unmountAll, watchMicrophones } from "../test/harness.js";
import { en } from "./text/en.js";
import type { BbBeforeStartEvent, BbRatingEvent } from "./index.js";

const AT = "2026-11-23T10:00:00Z";
const refuse = (event: Event): void => event.preventDefault();

describe("a visit", () => {
  const { fetch, navigator } = globalThis;
  let microphones: ReturnType<typeof watchMicrophones>;
  beforeEach(() => {
    localStorage.clear();
    microphones = watchMicrophones();
  });
  afterEach(() => {
    unmountAll();
    microphones.restore();
    globalThis.fetch = fetch;
    document.documentElement.style.colorScheme = "";
  });

  /** A typed call that is live, with one question answered. */
  const answered = async (answer: string) => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Hello");
    await relay.message("start_voice_agent");
    relay.tell(
      STARTED,
      { type: "conversation_update", data: { role: "user", content: "Hello" }, turn: 1, at: AT },
      { type: "conversation_update", data: { role: "assistant", content: answer }, turn: 2, at: AT },
    );
    await agent.until(() => agent.element.transcript.length === 2);
    return { relay, agent };
  };

  it("begins and ends only as the page lets it, which itself is not asked", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    const kinds: string[] = [];
    agent.element.addEventListener("bb-before-start", ({ kind }: BbBeforeStartEvent) => kinds.push(kind));
    agent.element.addEventListener("bb-before-start", refuse);
    await agent.press(en.startTalking);
    await agent.type("Hello");
    expect(kinds).to.deep.equal(["voice", "text"]);
    expect(agent.element.state).to.equal("idle");
    expect((agent.control(en.message) as HTMLInputElement).value).to.equal("Hello");
    void agent.element.start();
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await agent.until(() => agent.element.state === "listening");
    agent.element.addEventListener("bb-before-end", refuse);
    await agent.press(en.end);
    expect(agent.element.state).to.equal("listening");
    agent.element.stop();
    expect(agent.element.state).to.equal("ended");
    expect(kinds).to.have.length(2);
  });

  it("asks for consent where the site wants one, before the microphone and before a word is sent", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { consent: "" });
    await agent.element.start();
    await agent.until(() => agent.root.activeElement?.textContent === en.agree);
    expect(microphones.streams).to.have.length(0);
    for (const scheme of ["light", "dark"]) {
      document.documentElement.style.colorScheme = scheme;
      expect(await findings(agent), scheme).to.deep.equal([]);
    }
    await agent.press(en.decline);
    expect(agent.element.state).to.equal("idle");
    agent.element.sendText("Hello");
    await agent.element.updateComplete;
    await agent.press(en.decline);
    expect((agent.control(en.message) as HTMLInputElement).value).to.equal("Hello");
    await agent.press(en.startTalking);
    await agent.press(en.agree);
    await relay.message("start_voice_agent");
    expect(microphones.streams).to.have.length(1);
    expect({ ...localStorage }).to.deep.equal({ "bean-brew-consent": "given" });
    const next = await mount(relay.url, { variant: "inline", consent: "" });
    next.element.sendText("Me again");
    await next.element.updateComplete;
    expect(next.has(en.agree)).to.equal(false);
  });

  it("has one thing to press for consent, which begins what was asked for, and keeps what was typed meanwhile", async () => {
    for (const variant of ["inline", "floating", "bar", "button"]) {
      localStorage.clear();
      const relay = await openRelay();
      const agent = await mount(relay.url, { variant, consent: "" });
      if (variant === "floating") {
        agent.element.open();
        await agent.until(() => agent.has(en.startTalking));
      }
      const field = (): HTMLInputElement | null => agent.root.querySelector(".field");
      if (field()) field()!.value = "Are you";
      await agent.press(variant === "button" ? "Ask Bean & Brew" : en.startTalking);
      await agent.until(() => agent.has(en.agree));
      const pressed = [...agent.root.querySelectorAll(".talk, .launcher, .field, .chip")];
      expect(pressed.map(({ textContent }) => textContent?.trim())).to.deep.equal([en.agree, en.decline]);
      await agent.press(en.decline);
      if (field()) expect(field()!.value).to.equal("Are you");
      await agent.press(variant === "button" ? "Ask Bean & Brew" : en.startTalking);
      await agent.press(en.agree);
      await relay.message("start_voice_agent");
      if (field()) expect(field()!.value).to.equal("Are you");
      unmountAll();
    }
  });

  it("keeps what is being typed while its panel is closed, and what no call could be begun with", async () => {
    const agent = await mount("ftp://127.0.0.1");
    const { error } = console;
    const field = (): HTMLInputElement => agent.control(en.message) as HTMLInputElement;
    agent.element.open();
    await agent.until(() => agent.has(en.message));
    field().value = "Are you";
    agent.element.close();
    await agent.until(() => !agent.has(en.message));
    agent.element.open();
    await agent.until(() => agent.has(en.message));
    expect(field().value).to.equal("Are you");
    console.error = () => undefined;
    try {
      await agent.type("Are you open?");
    } finally {
      console.error = error;
    }
    await agent.until(() => agent.text().includes(en.problems.relay_unreachable.title));
    expect(field().value).to.equal("Are you open?");
  });

  it("asks for the consent that the page begins to want, whatever was done without one", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Hello");
    await relay.message("start_voice_agent");
    agent.element.stop();
    agent.element.consent = true;
    await agent.type("Again");
    expect(agent.has(en.agree)).to.equal(true);
    expect(agent.element.state).to.equal("ended");
  });

  it("leaves nothing in a browser whose page wants that, and takes the page's own words for its consent", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline", consent: "", storage: "none" });
    const words = document.createElement("span");
    words.slot = "consent";
    agent.element.append(words);
    await agent.type("Hello");
    expect(words.assignedSlot).not.to.equal(null);
    await agent.press(en.agree);
    await relay.message("start_voice_agent");
    expect(localStorage).to.have.length(0);
    agent.element.stop();
    await agent.type("Again");
    expect(agent.has(en.agree)).to.equal(false);
  });

  it("shows emphasis and links of the agent's, and nothing that could harm", async () => {
    const { agent } = await answered("**Yes**: [here](https://a.example/x), not [there](javascript:alert(1)) <b>!</b>");
    const turn = agent.root.querySelector(".agent")!;
    expect(turn.querySelector("strong")?.textContent).to.equal("Yes");
    const links = [...turn.querySelectorAll("a")];
    expect(links.map(({ href, rel, target }) => [href, rel, target])).to.deep.equal([
      ["https://a.example/x", "noopener noreferrer nofollow", "_blank"],
    ]);
    expect(turn.textContent).to.contain("[there](javascript:alert(1)) <b>!</b>");
  });

  it("has options: the conversation to copy and to keep, and times; Escape closes only them", async () => {
    const { agent } = await answered("We open at nine.");
    const copied: string[] = [];
    Object.defineProperty(navigator.clipboard, "writeText", {
      value: async (text: string) => void copied.push(text),
      configurable: true,
    });
    await agent.press(en.options);
    await agent.until(() => agent.has(en.copy));
    await agent.press(en.copy);
    await agent.until(() => agent.has(en.copied));
    expect(copied.join("")).to.match(/You: Hello\n.*Bean & Brew: We open at nine\.\n$/);
    const saved = new Promise<string>((resolve) => {
      const create = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => {
        URL.createObjectURL = create;
        void (blob as Blob).text().then(resolve);
        return create(blob);
      };
    });
    await agent.press(en.download);
    expect(await saved).to.equal(copied[0]);
    agent.root.querySelector<HTMLInputElement>(".options input[type=checkbox]")!.click();
    await agent.element.updateComplete;
    expect(agent.root.querySelectorAll("time")).to.have.length(2);
    expect(await findings(agent)).to.deep.equal([]);
    const open = (): boolean => agent.control(en.options).getAttribute("aria-expanded") === "true";
    agent.control(en.download).focus();
    agent.control(en.options).focus();
    await agent.element.updateComplete;
    expect(open()).to.equal(true);
    await sendKeys({ press: "Escape" });
    expect(open()).to.equal(false);
    await agent.press(en.options);
    agent.control(en.download).focus();
    agent.control(en.message).focus();
    await agent.element.updateComplete;
    expect(open()).to.equal(false);
    expect(agent.root.querySelector(".panel")).not.to.equal(null);
  });

  it("is rated at its end: the page hears it, and the relay gets it, or the visitor hears that it did not", async () => {
    const { agent } = await answered("Goodbye.");
    expect(agent.root.querySelector("[part=rating]")).to.equal(null);
    agent.element.stop();
    await agent.element.updateComplete;
    const heard: BbRatingEvent[] = [];
    agent.element.addEventListener("bb-rating", (event: BbRatingEvent) => heard.push(event));
    const sent: unknown[] = [];
    let status = 503;
    globalThis.fetch = async (url, init) => {
      sent.push([new URL(String(url)).pathname.split("/").slice(2).join("/"), JSON.parse(String(init?.body))]);
      return new Response(null, { status });
    };
    agent.root.querySelectorAll<HTMLInputElement>(".star input")[3]!.click();
    await agent.element.updateComplete;
    expect(await findings(agent)).to.deep.equal([]);
    (agent.control(en.comment) as HTMLInputElement).value = "Quick!";
    await agent.press(en.sendRating);
    await agent.until(() => agent.text().includes(en.ratingFailed));
    expect(document.querySelector("[data-bean-brew-announcer]")?.textContent).to.contain(en.ratingFailed);
    expect(agent.root.querySelector("[role=alert]")).to.equal(null);
    status = 204;
    const button = agent.control(en.sendRating);
    button.click();
    button.click();
    await agent.until(() => agent.text().includes(en.thanks));
    const rating = { sessionId: "s1", resumeToken: "r1", stars: 4, comment: "Quick!" };
    expect(sent).to.deep.equal(Array.from({ length: 2 }, () => ["api/session/rating", rating]));
    expect(heard).to.have.length(2);
    expect(heard.map(({ stars, comment, sessionId }) => [stars, comment, sessionId])[0]).to.deep.equal([
      4,
      "Quick!",
      "s1",
    ]);
  });
});
