import { join } from "node:path";
import { synthesise } from "@bean-brew/emulator";
import { openEmbeddedStore } from "@bean-brew/relay";
import type { BbInterruptEvent } from "@bean-brew/widget";
import { describe, expect, it } from "vitest";
import { agentOn, PATIENCE } from "./agent-on-page.js";
import { chromium, hasRecogniser, MICROPHONE_RATE, openPage, withPauses } from "./browser.js";
import { openHouse } from "./house.js";

const why = [!chromium && "Chromium", !hasRecogniser && "pocketsphinx"].filter(Boolean).join(" and ");
const missing = why === "" ? "" : ` (skipped: ${why} is not installed)`;

/** The weekday and the hour of an instant, where the shop is. */
const AT_THE_SHOP = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  weekday: "long",
  hour: "2-digit",
  hourCycle: "h23",
});

describe.skipIf(!chromium)(`in a browser${chromium ? "" : missing}`, () => {
  it.skipIf(!hasRecogniser)(
    `a spoken question is heard, answered aloud from the shop's texts, and asking it over the answer stops playback${missing}`,
    async () => {
      await using house = await openHouse();
      const question = await synthesise("How long does coffee stay fresh?", {
        voice: "slt",
        sampleRate: MICROPHONE_RATE,
      });
      await using window = await openPage(house.url);
      const { page } = window;
      const agent = agentOn(page);
      await page.evaluate(() => {
        const cuts: { playedMs: number; silentAfterMs: number }[] = [];
        Object.assign(globalThis, { cuts });
        document.addEventListener("bb-interrupt", (event) => {
          const { playedMs, silentAfterMs } = event as BbInterruptEvent;
          cuts.push({ playedMs, silentAfterMs });
        });
      });
      await agent.open();
      await agent.click("start");
      await agent.hears("assistant", /how can i help/);
      await agent.state("listening");
      const before = (await agent.transcript()).length;
      const { audibleMs } = await agent.playback();
      await window.say(question);
      await agent.hears("user", /how long does coffee stay fresh/);
      await agent.hears("assistant", /six weeks/, before);
      await agent.plays(audibleMs + 500);
      const cuts = (): Promise<number> =>
        page.evaluate(() => (globalThis as unknown as { cuts: unknown[] }).cuts.length);
      // Over the answer; were the question late for it, over the next one.
      for (let asked = 0; asked < 5 && (await cuts()) === 0; asked += 1) {
        await agent.state("speaking");
        await window.say(question);
      }
      await page.waitForFunction(() => (globalThis as unknown as { cuts: unknown[] }).cuts.length > 0, PATIENCE);
      const [cut] = await page.evaluate(
        () => (globalThis as unknown as { cuts: { playedMs: number; silentAfterMs: number }[] }).cuts,
      );
      expect(cut!.playedMs).toBeGreaterThan(0);
      // Counted in samples by the audio thread, so a busy machine does not change it.
      expect(cut!.silentAfterMs).toBeLessThanOrEqual(30);
      expect((await agent.transcript()).some((turn) => turn.role === "assistant" && turn.heard !== undefined)).toBe(
        true,
      );
      await agent.click("end");
      await agent.state("ended");
    },
  );

  it.skipIf(!hasRecogniser)(
    `the browser's own microphone is heard, again and again as a person repeats it, and the answer is played${missing}`,
    async () => {
      await using house = await openHouse();
      const question = await synthesise("How long does coffee stay fresh?", {
        voice: "slt",
        sampleRate: MICROPHONE_RATE,
      });
      await using window = await openPage(house.url, withPauses(question));
      const agent = agentOn(window.page);
      await agent.open();
      await agent.click("start");
      await agent.hears("user", /how long does coffee stay fresh/);
      await agent.hears("assistant", /six weeks/);
      await agent.plays(1_000);
      await agent.click("end");
      await agent.state("ended");
    },
  );

  it.skipIf(!hasRecogniser)(
    `a caller says who they are, books a slot and says goodbye, all aloud, and the appointment is in the store${missing}`,
    async () => {
      await using house = await openHouse();
      const say = (text: string): Promise<Int16Array> =>
        synthesise(text, { voice: "slt", sampleRate: MICROPHONE_RATE });
      await using window = await openPage(house.url);
      const agent = agentOn(window.page);
      await agent.open();
      await agent.click("start");
      await agent.hears("assistant", /how can i help/);
      await agent.state("listening");
      await window.say(await say("My number is two one two, five five five, oh one four two."));
      await agent.hears("assistant", /maya.*what can i do/);
      await agent.state("listening");
      await window.say(await say("I would like to book a consultation next Tuesday at two p m."));
      await agent.hears("assistant", /booked.*tuesday/);
      await agent.state("listening");
      await window.say(await say("That is all, thank you, goodbye."));
      await agent.state("ended");
      expect(await agent.transcript()).toContainEqual(
        expect.objectContaining({ role: "user", text: expect.stringMatching(/goodbye/i) as string }),
      );
      const store = await openEmbeddedStore(join(house.dataDir, "store"));
      const found = await store.documents.find("appointments", { prefix: "of:CUST0001#" }, 20);
      await store.close();
      const booked = { customerId: "CUST0001", service: "Consultation", status: "Scheduled" };
      const bookings = found.map(({ body }) => ({ ...body, when: AT_THE_SHOP.format(new Date(body.start)) }));
      expect(bookings).toContainEqual(
        expect.objectContaining({ ...booked, when: expect.stringMatching(/^Tuesday\W+14$/) as string }),
      );
    },
  );

  it("an appointment is booked by typing, and is there after kill -9 of the relay", async () => {
    await using house = await openHouse();
    await using window = await openPage(house.url);
    const agent = agentOn(window.page);
    await agent.open();
    await agent.type("My number is 212 555 0142.");
    await agent.hears("assistant", /maya/);
    const before = (await agent.transcript()).length;
    await agent.type("Book a consultation next Tuesday at two pm, please.");
    await agent.hears("assistant", /booked|confirmed|you are down|all set/, before);
    const card = await window.page.waitForSelector('bean-brew-agent >>> [part~="card"]', PATIENCE);
    const told = await card!.evaluate((element) => element.textContent ?? "");
    const id = /APT\d{4,}/.exec(told)?.[0];
    expect(id).toBeDefined();

    await house.crash();
    await window.page.reload();
    const later = agentOn(window.page);
    await later.open();
    await later.type("My number is 212 555 0142.");
    await later.hears("assistant", /maya/);
    await later.type("Which appointments do I have?");
    await later.hears("assistant", /tuesday.* at 2 pm/);
  });

  it("a call whose relay is killed goes on by itself: the agent knows who calls, and what was booked", async () => {
    await using house = await openHouse();
    await using window = await openPage(house.url);
    const agent = agentOn(window.page);
    await agent.open();
    await agent.type("My number is 212 555 0142.");
    await agent.hears("assistant", /maya.*what can i do/);
    await agent.type("Book a consultation next Tuesday at two pm, please.");
    await agent.hears("assistant", /booked/);
    await house.journalHas(/is booked/);
    const before = (await agent.transcript()).length;
    await house.crash();
    await agent.type("What appointments do I have?");
    await agent.hears("assistant", /consultation on tuesday.* at 2 pm/, before);
    const told = await agent.transcript();
    expect(told.filter(({ text }) => /maya/i.test(text))).toHaveLength(1);
    expect(told.slice(before).filter(({ role }) => role === "user")).toHaveLength(1);
  });
});
