import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHouse } from "./house.js";
import { openScriptedAgent } from "./scripted-agent.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLE = at("../examples/own-tools/src/index.ts");
const BUILT = at("../examples/own-tools/dist/index.js");
const TEMPLATE = at("../packages/relay/src/agent/templates/bean-and-brew.yaml");

let folder: string;
let manual: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "own-tools-"));
  manual = await readFile(at("../docs/tools.md"), "utf8");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The manual's blocks of a language. */
const blocks = (language: string): readonly string[] =>
  [...manual.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(([, text]) => text!);

describe("docs/tools.md", () => {
  it("shows the example as it is", async () => {
    expect(blocks("ts")).toEqual([await readFile(EXAMPLE, "utf8")]);
  });

  it("describes a calendar, a confirmation and a tool of one's own that work as it says", async () => {
    const [calendar, confirm] = blocks("yaml");
    await writeFile(join(folder, "calendar.yaml"), calendar!);
    const template = parse(await readFile(TEMPLATE, "utf8")) as { tools: string[] };
    const own = { ...template, ...(parse(confirm!) as object), tools: [...template.tools, "next_roast"] };
    await mkdir(join(folder, "templates"));
    await writeFile(join(folder, "templates/bean-and-brew.yaml"), stringify(own));
    await using agent = await openScriptedAgent();
    await using house = await openHouse({
      agentUrl: agent.url,
      env: {
        SHOP_CALENDAR: join(folder, "calendar.yaml"),
        TEMPLATES_DIR: join(folder, "templates"),
        TOOLS_MODULE: BUILT,
      },
    });
    house.call();
    const conversation = await agent.conversation();
    const offered = conversation.functions.map(({ name }) => name);
    expect(offered).toContain("next_roast");
    expect(offered).not.toContain("update_appointment_status");

    expect(await conversation.calls("next_roast", { coffee: "morning blend" })).toMatchObject({
      coffee: "Morning Blend",
      day: "Tuesday",
    });
    expect(await conversation.calls("next_roast", { coffee: "tea" })).toMatchObject({ code: "not_found" });

    await conversation.calls("find_customer", { phone: "212 555 0142" });
    const inTwoWeeks = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
    const { available_slots: slots } = (await conversation.calls("check_availability", {
      start_date: inTwoWeeks,
      service: "Barista course",
    })) as { available_slots: string[] };
    const booking = { customer_id: "CUST0001", date: slots[0]!, service: "barista course" };
    const told = await conversation.calls("create_appointment", booking);
    expect(told).toMatchObject({ confirmation_required: true, about_to_happen: { date: slots[0] } });
    const { confirmation } = told as { confirmation: string };
    expect(await conversation.calls("create_appointment", { ...booking, confirmation })).toMatchObject({
      code: "not_allowed",
    });
    await conversation.says("assistant", "Shall I book that?");
    await conversation.says("user", "Yes, please.");
    expect(await conversation.calls("create_appointment", { ...booking, confirmation })).toMatchObject({
      date: slots[0],
      service: "Barista course",
      status: "Scheduled",
    });
  });
});
