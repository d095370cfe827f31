/// <reference types="mocha" />
import { expect } from "chai";
import { inChromium } from "../test/browser.js";
import { unmountAll } from "../test/harness.js";
import { openPanel, STATES } from "../test/states.js";
import { accessibilityTree } from "../test/tree.js";

/** What floats can be sized. */
const SIZE = "\n  button Size of the panel";

type State = keyof typeof STATES;

const HEAD = (status: string, close = true): string => `
  heading Bean & Brew
${status
  .split(/ (?=· )/)
  .map((part) => `  "${part}"`)
  .join("\n")}
  button Options expanded=false${close ? "\n  button Close" : ""}`;
const READY_ROWS = `
  form
    button Start talking
    textbox Message
    button Send
    "An assistant, not a person."`;
const CALL_ROW = (mute = "Mute"): string => `
  form
    button ${mute}
    textbox Message
    button End the call`;
const CONVERSATION = `
  group Conversation
    "You:"
    "A cupping on Tuesday?"
    "Tuesday 24 November, 10:00"
    "Consultation · APT0042 · booked"
    button Add to calendar
    "Bean & Brew:"
    "You are"
    "booked"
    ". Directions are"
    link here
    "."`;
const STARS = (checked?: number): string => `
    form
      group How was it?
        "How was it?"${[1, 2, 3, 4, 5].map((each) => `\n        radio ${each} of 5 stars checked=${each === checked}`).join("")}`;
const SAID = ["You: A cupping on Tuesday?", "Bean & Brew: You are booked. Directions are here."];

/** What a screen reader finds in a panel, and what was said to it, per state. */
const PANELS: Readonly<Record<State, { readonly panel: string; readonly said: readonly string[] }>> = {
  idle: {
    panel: `${HEAD("Usually answers at once")}
  group Conversation
    heading What can we brew up for you?
    "Ask about beans, training or wholesale, or book a visit. Talk or type, as you like."
    button Book a tasting
    button Where is my order?
    button Barista training${READY_ROWS}`,
    said: [],
  },
  consent: {
    panel: `${HEAD("Usually answers at once")}
  group Conversation
    "Before we begin"
    "You will be talking with an automated assistant. What you say and type is processed to answer you, and may be kept as a record of the conversation."
    button Agree and start
    button Not now
  form
    "An assistant, not a person."`,
    said: [],
  },
  connecting: { panel: `${HEAD("Connecting…")}\n  group Conversation${CALL_ROW()}`, said: [] },
  listening: { panel: `${HEAD("Listening")}${CONVERSATION}${CALL_ROW()}`, said: ["Listening", ...SAID] },
  muted: { panel: `${HEAD("Muted")}\n  group Conversation${CALL_ROW("Unmute")}`, said: ["Listening"] },
  thinking: {
    panel: `${HEAD("Checking the calendar…")}\n  group Conversation\n    "Checking the calendar"${CALL_ROW()}`,
    said: ["Listening"],
  },
  speaking: { panel: `${HEAD("Speaking · talk any time")}\n  group Conversation${CALL_ROW()}`, said: ["Listening"] },
  reconnecting: {
    panel: `${HEAD("Connection lost · coming back…")}\n  group Conversation${CALL_ROW()}`,
    said: ["Listening", "Connection lost · coming back…"],
  },
  ended: {
    panel: `${HEAD("The call has ended")}${CONVERSATION}${STARS()}${READY_ROWS}`,
    said: ["Listening", ...SAID, "The call has ended"],
  },
  rating: {
    panel: `${HEAD("The call has ended")}${CONVERSATION}${STARS(4)}
      textbox Anything to add?
      button Send the rating${READY_ROWS}`,
    said: ["Listening", ...SAID, "The call has ended"],
  },
  error: {
    panel: `${HEAD("Not connected")}
  group Conversation
    "All our lines are busy"
    "Please try again in a minute."
    button Try again
    button Type instead
  form
    textbox Message
    button Send
    "An assistant, not a person."`,
    said: ["All our lines are busy. Please try again in a minute."],
  },
};

const inBar = (caption?: string, mute = "Mute"): string =>
  `region Bean & Brew
  form
    ${caption === undefined ? "textbox Message\n    button Start talking" : `"${caption}"\n    button ${mute}\n    button End the call`}
  button Open the conversation expanded=false`;

const NOTE = '"All our lines are busy"\n"Please try again in a minute."\nbutton Try again';

/** What stands in a page for the panel, per state: the launcher, the row of a bar, the button alone. */
const CLOSED: Readonly<
  Record<Exclude<State, "consent" | "rating">, readonly [launcher: string, bar: string, button: string]>
> = {
  idle: ["Ask Bean & Brew Talk or type", inBar(), "Ask Bean & Brew Start talking"],
  connecting: ["Ask Bean & Brew Connecting…", inBar("Connecting…"), "End the call Connecting…"],
  listening: ["Ask Bean & Brew Listening", inBar("You are booked. Directions are here."), "End the call Listening"],
  muted: ["Ask Bean & Brew Muted", inBar("Muted", "Unmute"), "End the call Muted"],
  thinking: [
    "Ask Bean & Brew Checking the calendar…",
    inBar("Checking the calendar…"),
    "End the call Checking the calendar…",
  ],
  speaking: [
    "Ask Bean & Brew Speaking · talk any time",
    inBar("Speaking · talk any time"),
    "End the call Speaking · talk any time",
  ],
  reconnecting: [
    "Ask Bean & Brew Connection lost · coming back…",
    inBar("Connection lost · coming back…"),
    "End the call Connection lost · coming back…",
  ],
  ended: ["Ask Bean & Brew Talk or type", inBar(), "Ask Bean & Brew The call has ended"],
  error: [
    "Ask Bean & Brew Talk or type",
    `${NOTE}\nbutton Type instead\n${inBar()}`,
    `Ask Bean & Brew Not connected\n${NOTE}`,
  ],
};
const NO_TREE = "only Chromium's driver gives the accessibility tree";
const region = (): Element | null => document.querySelector("[data-bean-brew-announcer]");

describe("the accessibility tree", () => {
  /** Nobody is on the page, and nothing was said yet. */
  const clear = async (): Promise<void> => {
    unmountAll();
    // An element that may only be moved ends its call a moment after it left.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    region()?.replaceChildren();
  };
  afterEach(clear);

  /** The tree without the live region, and what that says. */
  const read = async (): Promise<{ tree: string; said: string[] }> => {
    const lines = await accessibilityTree();
    const from = lines.indexOf("status live=polite");
    let to = from + 1;
    while (lines[to]?.startsWith("  ")) to += 1;
    const said = lines.slice(from + 1, to).map((line) => line.trim().slice(1, -1));
    return { tree: [...lines.slice(0, from), ...lines.slice(to)].join("\n"), said };
  };

  inChromium(NO_TREE, "has the panel whole in every state, and what was said", async () => {
    for (const [state, { panel, said }] of Object.entries(PANELS)) {
      const show = STATES[state as State];
      const shown = await show("floating");
      await openPanel(shown);
      expect(await read(), state).to.deep.equal({ tree: `dialog Bean & Brew${panel}${SIZE}`, said });
      await clear();
      await show("inline");
      const inline = `region Bean & Brew${panel.replace("\n  button Close", "")}`;
      expect(await read(), state).to.deep.equal({ tree: inline, said });
      await clear();
    }
  });

  inChromium(
    NO_TREE,
    "has the launcher, the bar and the button alone with what they do and how the call is",
    async () => {
      for (const [state, [launcher, bar, button]] of Object.entries(CLOSED)) {
        const show = STATES[state as State];
        await show("floating");
        expect((await read()).tree, state).to.equal(`button ${launcher} expanded=false`);
        unmountAll();
        await show("bar");
        expect((await read()).tree, state).to.equal(bar);
        unmountAll();
        await show("button");
        expect((await read()).tree, state).to.equal(`button ${button}`);
        unmountAll();
      }
    },
  );

  it("has one live region for all elements of a page, in which each thing is said once", async () => {
    const [first, second] = [await STATES.listening("inline"), await STATES.idle("floating")];
    expect(document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log]")).to.have.length(1);
    for (const { agent } of [first, second])
      expect(agent.root.querySelector("[aria-live], [role=status], [role=alert], [role=log]")).to.equal(null);
    expect([...region()!.children].map(({ textContent }) => textContent)).to.deep.equal(["Listening", ...SAID]);
    // Another piece of the same turn is said alone, and what moves says nothing again.
    first.relay.tell({
      type: "conversation_update",
      data: { role: "assistant", content: "Goodbye." },
      turn: 2,
      at: "2026-11-23T10:00:01Z",
    });
    await first.agent.until(() => first.agent.text().includes("Goodbye."));
    const box = document.createElement("div");
    document.body.append(box);
    box.append(first.agent.element);
    await first.agent.element.updateComplete;
    expect([...region()!.children].slice(3).map(({ textContent }) => textContent)).to.deep.equal([
      "Bean & Brew: Goodbye.",
    ]);
    second.agent.element.remove();
    expect(region()!.isConnected).to.equal(true);
    box.remove();
  });
});
