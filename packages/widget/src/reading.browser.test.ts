/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, unmountAll, type Agent, type TestRelay } from "../test/harness.js";
import { en } from "./text/en.js";

const AT = "2026-11-23T10:00:00Z";
const LINES = "A sentence that goes on for as long as it takes to fill a line or two of the panel. ".repeat(3);

describe("who reads the conversation", () => {
  afterEach(unmountAll);

  /** A typed call with more turns than the panel shows. */
  const long = async (): Promise<{
    relay: TestRelay;
    agent: Agent;
    log: Element;
    say: (turn: number) => Promise<void>;
  }> => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    await agent.type("Hello");
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    const say = async (turn: number): Promise<void> => {
      relay.tell({
        type: "conversation_update",
        data: { role: "assistant", content: `${turn}: ${LINES}` },
        turn,
        at: AT,
      });
      await agent.until(() => agent.text().includes(`${turn}: `));
    };
    for (let turn = 2; turn < 14; turn += 1) await say(turn);
    return { relay, agent, log: agent.root.querySelector(".log")!, say };
  };
  const fromEnd = (log: Element): number => log.scrollHeight - log.scrollTop - log.clientHeight;

  it("sees what is new at its end, and stays where they are further up", async () => {
    const { agent, log, say } = await long();
    expect(fromEnd(log)).to.be.below(2);
    log.scrollTo({ top: 40 });
    await say(20);
    agent.element.requestUpdate();
    await agent.element.updateComplete;
    expect(log.scrollTop).to.equal(40);
    log.scrollTo({ top: log.scrollHeight });
    await say(21);
    expect(fromEnd(log)).to.be.below(2);
  });

  it("sees what they say themselves", async () => {
    const { agent, log } = await long();
    log.scrollTo({ top: 40 });
    await agent.type("And on Sunday?");
    expect(fromEnd(log)).to.be.below(2);
  });

  it("is told in the language of the page that the connection broke, and that it is back", async () => {
    const { relay, agent } = await long();
    const announcer = document.querySelector("[data-bean-brew-announcer]")!;
    const last = (): HTMLElement => announcer.lastElementChild as HTMLElement;
    relay.hangUp(1011);
    await agent.until(() => last().textContent === en.reconnecting);
    expect(last().lang).to.equal("en");
    await relay.message("start_voice_agent");
    relay.tell({ ...STARTED, resumed: true });
    await agent.until(() => last().textContent === en.typing);
  });
});
