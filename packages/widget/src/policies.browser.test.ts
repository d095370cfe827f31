/// <reference types="mocha" />
import { expect } from "chai";
import { openRelay, RELAY_ORIGIN, STARTED, tone, type Agent, type TestRelay } from "../test/harness.js";
import { openPolicyPage } from "../test/policy-page.js";

const HERE = "/__policy/bean-brew-agent.js";
const THERE = `${RELAY_ORIGIN}/dist/bean-brew-agent.js`;
const NONCE = "'nonce-c29tZQ'";
/** Everything that the widget may need beside its scripts: nothing but its relay. */
const REST = `default-src 'none'; style-src 'self'; connect-src ${RELAY_ORIGIN} ${RELAY_ORIGIN.replace("http", "ws")}`;

interface Row {
  readonly what: string;
  readonly scripts: string;
  readonly src: string;
  /** What the policy refuses of the ways to load the worklet. */
  readonly refuses: readonly string[];
  /** All ways are refused: sound runs in the page's own thread. */
  readonly falls?: boolean;
}

const TABLE: readonly Row[] = [
  { what: "'self'", scripts: "'self'", src: HERE, refuses: [] },
  { what: "'self' and a nonce", scripts: `'self' ${NONCE}`, src: HERE, refuses: [] },
  { what: "another host", scripts: RELAY_ORIGIN, src: THERE, refuses: [] },
  { what: "a nonce and 'strict-dynamic'", scripts: `${NONCE} 'strict-dynamic'`, src: THERE, refuses: [] },
  { what: "a nonce and blob:", scripts: `${NONCE} blob:`, src: HERE, refuses: ["worklets.js"] },
  { what: "a nonce alone", scripts: NONCE, src: HERE, refuses: ["worklets.js", "blob"], falls: true },
];

describe("under a Content-Security-Policy", () => {
  afterEach(() => document.querySelectorAll("iframe").forEach((frame) => frame.remove()));

  /** A call in which both were heard. */
  const talk = async (relay: TestRelay, { element, until }: Agent): Promise<void> => {
    element.setAttribute("relay", relay.url);
    await element.updateComplete;
    void element.start();
    await relay.message("start_voice_agent");
    relay.tell(STARTED);
    expect((await relay.frame()).byteLength).to.equal(1_280);
    relay.tell({ type: "agent_started_speaking", turn: 1 }, tone(300), { type: "agent_audio_done", turn: 1 });
    await until(() => element.playback.audibleMs > 250);
    element.stop();
  };

  for (const { what, scripts, src, refuses, falls } of TABLE)
    it(`whose script-src is ${what}, it talks${falls ? ", in the page's own thread, and says so once" : ""}`, async () => {
      const policy = `${REST}; script-src ${scripts}`;
      expect(policy).not.to.match(/unsafe/);
      const script = `<script type="module" src="${src}" nonce="c29tZQ"></script>`;
      const { agents, violations, warnings } = await openPolicyPage(
        policy,
        `<bean-brew-agent lang="de"></bean-brew-agent><bean-brew-agent></bean-brew-agent>${script}`,
      );
      expect(agents).to.have.length(2);
      for (const agent of agents) await talk(await openRelay(), agent);
      // Its texts are a script of their own.
      await agents[0]!.until(() => agents[0]!.text().includes("Bean & Brew fragen"));
      expect(violations.filter((each) => !refuses.some((way) => each.includes(way)))).to.deep.equal([]);
      expect(violations.every((each) => each.startsWith("script-src"))).to.equal(true);
      expect(warnings).to.have.length(falls ? 1 : 0);
      if (falls) expect(warnings[0]).to.contain("Content-Security-Policy").and.to.contain("bean-brew-worklets.js");
    });
});
