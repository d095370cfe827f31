import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { agentOn, PATIENCE } from "./agent-on-page.js";
import { chromium, openPage } from "./browser.js";
import { openHouse } from "./house.js";

const at = (path: string): string => fileURLToPath(new URL(`../examples/bundled/${path}`, import.meta.url));

describe.skipIf(!chromium)(`the bundled example${chromium ? "" : " (skipped: no Chromium)"}`, () => {
  it("books by voice and typing under a policy that lets nothing but the site in, and tells its page", async () => {
    await promisify(execFile)(process.execPath, [at("build.mjs")]);
    await using house = await openHouse({ env: { SITE_DIR: at("dist") } });
    const served = await fetch(house.url);
    expect(served.headers.get("content-security-policy")).toMatch(/^default-src 'self'/);
    await using window = await openPage(house.url);
    const warnings: string[] = [];
    window.page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) warnings.push(message.text());
    });
    const agent = agentOn(window.page);
    await agent.click("start");
    await agent.state("listening");
    await agent.type("My number is 212 555 0142.");
    await agent.hears("assistant", /maya/);
    await agent.type("Book a consultation next Tuesday at two pm, please.");
    await window.page.waitForFunction(
      () => document.querySelector("#status")?.textContent?.startsWith("Your visit is booked"),
      PATIENCE,
    );
    // The worklet was found beside the bundle: had it not been, the widget would say so here.
    expect(warnings).toEqual([]);
  });
});
