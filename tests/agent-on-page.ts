import type { BeanBrewAgent } from "@bean-brew/widget";
import type { Page } from "puppeteer-core";

type Transcript = BeanBrewAgent["transcript"];

/** Generous: a recogniser, a synthesiser and a browser share two busy cores. */
const PATIENCE = { timeout: 90_000, polling: 100 };

/** What a person does with the agent on a page, and sees of it. */
export const agentOn = (page: Page) => {
  const click = async (part: string): Promise<void> => {
    const handle = await page.waitForSelector(`bean-brew-agent >>> [part~="${part}"]`, { visible: true });
    await handle!.click();
  };
  return {
    click,
    open: () => click("launcher"),
    type: async (text: string): Promise<void> => {
      const field = await page.waitForSelector('bean-brew-agent >>> [part~="field"]', { visible: true });
      await field!.type(text);
      await field!.press("Enter");
    },
    transcript: (): Promise<Transcript> =>
      page.$eval("bean-brew-agent", (agent) => (agent as BeanBrewAgent).transcript),
    playback: () => page.$eval("bean-brew-agent", (agent) => (agent as BeanBrewAgent).playback),
    /** Waits until so many ms of this call were really played that were not silence. */
    plays: (audibleMs: number) =>
      page.waitForFunction(
        (wanted) => document.querySelector("bean-brew-agent")!.playback.audibleMs >= wanted,
        PATIENCE,
        audibleMs,
      ),
    /** Waits until a turn of that side matches, from the given place in the transcript on. */
    hears: async (role: "user" | "assistant", pattern: RegExp, from = 0): Promise<void> => {
      await page.waitForFunction(
        (side, source, first) =>
          document
            .querySelector("bean-brew-agent")!
            .transcript.slice(first)
            .some((turn) => turn.role === side && new RegExp(source, "i").test(turn.text)),
        PATIENCE,
        role,
        pattern.source,
        from,
      );
    },
    state: (state: string) =>
      page.waitForFunction((wanted) => document.querySelector("bean-brew-agent")!.state === wanted, PATIENCE, state),
  };
};

export { PATIENCE };
