/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";
import { en } from "./text/en.js";
import type { BbToolEvent } from "./index.js";

const AT = "2026-11-24T10:00:00-05:00";
const card = {
  kind: "appointment",
  title: "Tuesday",
  text: "Consultation · booked",
  event: { start: AT, end: "2026-11-24T10:30:00-05:00", title: "Consultation" },
};

describe("what the page gets of a call, and gives to it", () => {
  const { WebSocket, fetch } = globalThis;
  const { click } = HTMLAnchorElement.prototype;
  afterEach(() => {
    unmountAll();
    globalThis.WebSocket = WebSocket;
    globalThis.fetch = fetch;
    HTMLAnchorElement.prototype.click = click;
  });

  it("hears of tools, also outside of a shadow root of the page's own", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    const box = document.createElement("div");
    document.body.append(box);
    box.attachShadow({ mode: "open" }).append(agent.element);
    const heard: unknown[] = [];
    const hear = (event: BbToolEvent): void => void heard.push([event.target, event.id, event.name, event.ok]);
    document.body.addEventListener("bb-tool", hear);
    await agent.type("Book it");
    await relay.message("start_voice_agent");
    relay.tell(
      STARTED,
      { type: "tool_started", id: "t1", name: "create_appointment", label: "Booking" },
      { type: "tool_finished", id: "t1", name: "create_appointment", ok: true, ms: 4, card },
    );
    await agent.until(() => heard.length === 2);
    document.body.removeEventListener("bb-tool", hear);
    expect(heard).to.deep.equal([
      [box, "t1", "create_appointment", undefined],
      [box, "t1", "create_appointment", true],
    ]);
    box.remove();
  });

  it("gets a file for the calendar from a card", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Book it");
    await relay.message("start_voice_agent");
    relay.tell(STARTED, { type: "tool_finished", id: "t1", name: "create_appointment", ok: true, ms: 4, card });
    await agent.until(() => agent.has(en.addToCalendar));
    const saved = new Promise<{ name: string; text: string }>((resolve) => {
      HTMLAnchorElement.prototype.click = function keep(this: HTMLAnchorElement) {
        const { download: name } = this;
        void fetch(this.href).then(async (response) => resolve({ name, text: await response.text() }));
      };
    });
    await agent.press(en.addToCalendar);
    const { name, text } = await saved;
    expect(name).to.equal("appointment.ics");
    expect(text)
      .to.match(/^BEGIN:VCALENDAR\r\n/)
      .and.contain("DTSTART:20261124T150000Z")
      .and.contain("SUMMARY:Consultation");
  });

  it("gives a token of its own server's for each connection, and the site's key is not asked with", async () => {
    const offered: (readonly string[])[] = [];
    globalThis.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols: string | string[] = []) {
        super(url, protocols);
        offered.push([protocols].flat());
      }
    };
    globalThis.fetch = () => Promise.reject(new Error("There is nothing to fetch."));
    const relay = await openRelay();
    offered.length = 0;
    const agent = await mount(relay.url, { variant: "inline", "site-key": "pk_1" });
    let tokens = 0;
    agent.element.tokenProvider = async () => `own${(tokens += 1)}`;
    await agent.type("Hello");
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    await relay.message("user_message");
    relay.hangUp(1011);
    await relay.message("start_voice_agent");
    expect(offered).to.deep.equal([
      ["bean-brew.v1", "bean-brew.token.own1"],
      ["bean-brew.v1", "bean-brew.token.own2"],
    ]);
  });
});
