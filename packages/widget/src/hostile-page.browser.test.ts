/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, unmountAll, type Agent } from "../test/harness.js";
import { en } from "./text/en.js";

const AT = "2026-11-23T10:00:00Z";

/** What pages do to everything, with and without force; the element's own tag stays theirs to place. */
const INHERITED = `color: rgb(1, 2, 3); font: italic 900 31px/3 cursive; letter-spacing: 4px; word-spacing: 9px;
  text-transform: uppercase; text-align: center; text-indent: 30px; text-shadow: 2px 2px red; white-space: pre;
  word-break: break-all; hyphens: auto; line-height: 3; tab-size: 1; cursor: crosshair; list-style: square;
  quotes: none; border-collapse: collapse; font-variant: small-caps; font-feature-settings: "smcp"; caret-color: red;
  accent-color: red; -webkit-text-stroke: 1px red; text-wrap: nowrap;`;
const PIECES =
  "button, div, section, header, form, input, fieldset, legend, label, p, h2, h3, span, b, i, s, svg, canvas, a";
const SHEETS = {
  "rules for everything": `html { font-size: 50px } * { ${INHERITED} position: relative; box-sizing: content-box; display: block }`,
  "rules with force": `html { ${INHERITED} } * { ${INHERITED.replaceAll(";", " !important;")} }`,
  "rules for pieces": `${PIECES} { all: unset !important; display: block !important; padding: 20px !important;
    border: 9px solid red !important; animation: none !important } ::placeholder { color: red !important }
    .panel, .launcher, .bar, .log, .turn, .card, .icon, .talk { display: none !important } ::slotted(*) { color: red }`,
} as const;

/** How every piece inside looks: all that is computed of it, and its size. */
const looks = ({ root }: Agent): string[] =>
  [...root.querySelectorAll("*")]
    .filter(({ localName }) => localName !== "style")
    .map((piece) => {
      const style = getComputedStyle(piece);
      const values = [...style]
        .filter((name) => !name.startsWith("--"))
        .map((name) => `${name}: ${style.getPropertyValue(name)}`);
      const { width, height } = piece.getBoundingClientRect();
      // What is inside a picture is as large as the picture.
      const size = piece instanceof HTMLElement ? ` ${Math.round(width)} × ${Math.round(height)}` : "";
      return `${piece.localName}.${piece.getAttribute("part")}${size}; ${values.join("; ")}`;
    });

/** What is different, short enough to read. */
const differences = (before: readonly string[], after: readonly string[]): string[] =>
  after.flatMap((piece, index) => {
    const known = new Set(before[index]?.split("; "));
    const news = piece.split("; ").filter((each) => !known.has(each));
    return news.length > 0 ? [`${piece.split(" ")[0]} has ${news.slice(0, 8).join(", ")}`] : [];
  });

describe("on a page whose styles are for everything, the element", () => {
  let sheet: HTMLStyleElement | undefined;
  afterEach(() => {
    unmountAll();
    sheet?.remove();
  });

  const hostile = (text: string): void => {
    sheet = document.createElement("style");
    sheet.textContent = text;
    document.head.append(sheet);
  };

  /** The states with the most pieces, each to be seen before and after. */
  const STATES: Readonly<Record<string, () => Promise<Agent>>> = {
    launcher: async () => mount((await openRelay()).url),
    bar: async () => mount((await openRelay()).url, { variant: "bar" }),
    button: async () => mount((await openRelay()).url, { variant: "button" }),
    welcome: async () => {
      const agent = await mount((await openRelay()).url);
      agent.element.open();
      await agent.until(() => agent.has(en.startTalking));
      return agent;
    },
    call: async () => {
      const relay = await openRelay();
      const agent = await mount(relay.url, { variant: "inline" });
      await agent.type("Hello");
      await relay.message("start_voice_agent");
      relay.tell(
        STARTED,
        { type: "conversation_update", data: { role: "user", content: "Hello" }, turn: 1, at: AT },
        { type: "conversation_update", data: { role: "assistant", content: "**Good** morning." }, turn: 2, at: AT },
        {
          type: "tool_finished",
          id: "t1",
          name: "create_appointment",
          ok: true,
          ms: 1,
          card: { kind: "appointment", title: "Tuesday", text: "booked", event: { start: AT, end: AT, title: "x" } },
        },
      );
      await agent.until(() => agent.root.querySelector(".card") !== null);
      await agent.press(en.options);
      await agent.until(() => agent.has(en.copy));
      return agent;
    },
    ended: async () => {
      const agent = await STATES["call"]!();
      agent.element.stop();
      await agent.until(() => agent.root.querySelector(".rating") !== null);
      return agent;
    },
  };

  for (const [name, text] of Object.entries(SHEETS))
    it(`looks the same inside, in every state, under ${name}`, async () => {
      for (const [state, show] of Object.entries(STATES)) {
        const agent = await show();
        await Promise.all(
          agent.root
            .getAnimations()
            .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
            .map(({ finished }) => finished),
        );
        // What turns for ever looks different at any time.
        agent.root.querySelectorAll(".pulse").forEach((pulse) => pulse.remove());
        const before = looks(agent);
        hostile(text);
        const changed = differences(before, looks(agent));
        if (changed.length > 0) expect.fail(`${state}: ${changed.join("\n")}`);
        sheet!.remove();
        unmountAll();
      }
    });

  it("stays in its corner, and hidden where the page hides it", async () => {
    const agent = await mount((await openRelay()).url);
    hostile(SHEETS["rules for everything"]);
    const { right, bottom } = agent.element.getBoundingClientRect();
    // Without the bars by which the page's own text now scrolls.
    const { clientWidth, clientHeight } = document.documentElement;
    expect([Math.round(clientWidth - right), Math.round(clientHeight - bottom)]).to.deep.equal([20, 20]);
    agent.element.hidden = true;
    expect(agent.element.getBoundingClientRect().width).to.equal(0);
    agent.element.hidden = false;
    agent.element.style.visibility = "hidden";
    expect(getComputedStyle(agent.root.querySelector(".launcher")!).visibility).to.equal("hidden");
  });

  it("changes nothing of the page, and shows it no more than itself", async () => {
    const page = document.createElement("div");
    page.innerHTML = "<button>Buy</button><p class=panel>Text</p><input class=field><h2>Heading</h2>";
    document.body.append(page);
    const seen = (): string[] =>
      [document.documentElement, document.body, ...page.querySelectorAll("*")].map((piece) => {
        const style = getComputedStyle(piece);
        return [...style].map((name) => `${name}: ${style.getPropertyValue(name)}`).join("; ");
      });
    const before = seen();
    const { scrollWidth, scrollHeight } = document.documentElement;
    await STATES["launcher"]!();
    expect(differences(before, seen())).to.deep.equal([]);
    expect(document.documentElement).to.include({ scrollWidth, scrollHeight });
    page.remove();
  });
});
