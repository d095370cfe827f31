/// <reference types="mocha" />
import { executeServerCommand } from "@web/test-runner-commands";

const { userAgent } = navigator;

/** Which browser this is. */
export const browser = userAgent.includes("Firefox") ? "Firefox" : userAgent.includes("Chrome") ? "Chromium" : "WebKit";

/** A test of Chromium alone: elsewhere it is skipped, and its title says why. */
export const inChromium = (why: string, title: string, test: Mocha.AsyncFunc): void => {
  if (browser === "Chromium") it(title, test);
  else it.skip(`${title} (skipped in ${browser}: ${why})`);
};

/** Asks Chromium itself for something, by its DevTools protocol. */
export const devTools = async <Answer = unknown>(
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Answer> => (await executeServerCommand("cdp", { method, params })) as Answer;
