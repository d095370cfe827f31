import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { agentOn, PATIENCE } from "./agent-on-page.js";
import { chromium, openPage } from "./browser.js";
import { openHouse } from "./house.js";

const at = (path: string): string => fileURLToPath(new URL(`../examples/react/${path}`, import.meta.url));

/** Runs in the page: keeps every microphone that it is given. */
const keepMicrophones = (): void => {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  const microphones: MediaStreamTrack[] = [];
  devices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    microphones.push(...stream.getTracks());
    return stream;
  };
  Object.assign(globalThis, { microphones });
};

/** Runs in the page: how many microphones it was given, and how many of them are on. */
const countMicrophones = (): { readonly given: number; readonly on: number } => {
  const { microphones } = globalThis as unknown as { microphones: readonly MediaStreamTrack[] };
  return { given: microphones.length, on: microphones.filter(({ readyState }) => readyState === "live").length };
};

describe.skipIf(!chromium)(`the React example${chromium ? "" : " (skipped: no Chromium)"}`, () => {
  it("has one call and one microphone though StrictMode mounts it twice, and none once it is out of the page", async () => {
    const env = { ...process.env, NODE_ENV: "development" };
    await promisify(execFile)(process.execPath, [at("build.mjs")], { env });
    await using house = await openHouse({ env: { SITE_DIR: at("dist") } });
    const sessions = async (): Promise<unknown> =>
      ((await (await fetch(`${house.url}/health`)).json()) as { sessions: unknown }).sessions;
    await using window = await openPage(house.url);
    const { page } = window;
    const warnings: string[] = [];
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) warnings.push(message.text());
    });
    await page.evaluate(keepMicrophones);
    const toggle = async (): Promise<void> => (await page.waitForSelector("main button"))!.click();
    await toggle();
    const agent = agentOn(page);
    await agent.state("listening");
    // The first of the two was stopped in the middle of its start.
    expect(await page.evaluate(countMicrophones)).toEqual({ given: 2, on: 1 });
    expect(await sessions()).toBe(1);
    await agent.type("My number is 212 555 0142.");
    await agent.hears("assistant", /maya/);
    await agent.type("Book a consultation next Tuesday at two pm, please.");
    await page.waitForFunction(
      () => document.querySelector("#news")?.textContent?.startsWith("Your visit is booked"),
      PATIENCE,
    );
    await toggle();
    await page.waitForFunction(() => document.querySelector("bean-brew-agent") === null, PATIENCE);
    expect(await page.evaluate(countMicrophones)).toEqual({ given: 2, on: 0 });
    await house.agentsAreGone(1);
    await expect.poll(sessions).toBe(0);
    expect((await house.heard()).filter((message) => message.includes('"Settings"'))).toHaveLength(1);
    expect(warnings).toEqual([]);
  });
});
