import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { reportText, type Report } from "@bean-brew/emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasRecogniser } from "../browser.js";
import { openHouse, run, type House } from "../house.js";
import { houseOf, SITE_SECRET } from "./houses.js";
import { isReached, isWrong, NOTHING, openEndStates, type EndState } from "./end-state.js";
import { playIn, SCENARIOS } from "./playing.js";
import { momentOf } from "./slots.js";

const booked = (customer: string, day: string, hour: number, service: string): EndState["appointments"][number] => ({
  customer,
  start: momentOf(Date.now(), day, hour),
  service,
  status: "Scheduled",
});
const told = (...all: readonly string[]): EndState => ({ ...NOTHING, told: all });
const booking = (customer: string, appointment: EndState["appointments"][number]): EndState => ({
  ...told(`find_customer ${customer}`),
  appointments: [appointment],
});

/** What each scenario leaves in the store, and what was told in it. */
const END_STATES: Readonly<Record<string, EndState>> = {
  "found-by-phone": told("find_customer CUST0001"),
  "found-by-email": told("find_customer CUST0003"),
  "new-account": {
    ...NOTHING,
    customers: [{ name: "Ada Lovelace", phone: "+12125550187", email: "ada.lovelace@example.com" }],
  },
  "free-times": told(`check_availability ${momentOf(Date.now(), "thursday", 0).slice(0, 10)}`),
  booking: booking("CUST0001", booked("Maya Torres", "tuesday", 14, "Consultation")),
  "booking-asked": booking("CUST0002", booked("Daniel Okafor", "wednesday", 15, "Review")),
  moved: booking("CUST0003", booked("Priya Raman", "friday", 15, "Planning")),
  cancelled: booking("CUST0004", { ...booked("Lucas Meyer", "friday", 11, "Consultation"), status: "Cancelled" }),
  appointments: told("find_customer CUST0002", "get_appointments CUST0002"),
  orders: told("find_customer CUST0001", "get_orders CUST0001"),
  question: told("search_knowledge_base"),
  filler: told("agent_filler", "get_orders CUST0001"),
  goodbye: told("end_call"),
  topics: told("get_knowledge_base_topics"),
  "best-answer": told("get_best_answer"),
  "staff-status": told("update_appointment_status APT0002"),
  "lost-agent": told("find_customer CUST0001", "get_orders CUST0001"),
  "lost-answer": booking("CUST0001", booked("Maya Torres", "wednesday", 10, "Planning")),
  "page-in-spanish": told("search_knowledge_base"),
  "spoken-interruption": booking("CUST0001", booked("Maya Torres", "tuesday", 16, "Planning")),
  "number-corrected": told("find_customer CUST0001"),
  "day-corrected": booking("CUST0003", booked("Priya Raman", "tuesday", 10, "Review")),
  "closed-day": told("find_customer CUST0004"),
  "past-day": told("find_customer CUST0004"),
  "taken-slot": {
    ...booking("CUST0005", booked("Hannah Lindqvist", "friday", 9, "Consultation")),
    told: ["find_customer CUST0005", "find_customer CUST0002"],
  },
  "unknown-caller": NOTHING,
  "customer-number": NOTHING,
  "five-misses": NOTHING,
  "interrupted-speech": told("search_knowledge_base"),
  "interrupted-call": booking("CUST0001", booked("Maya Torres", "wednesday", 10, "Planning")),
  silence: told("search_knowledge_base"),
  idle: NOTHING,
  "hung-up": {
    ...booking("CUST0005", booked("Hannah Lindqvist", "thursday", 16, "Follow-up")),
    told: ["find_customer CUST0005", "get_appointments CUST0005"],
  },
  "lost-connection": told("find_customer CUST0001", "get_orders CUST0001"),
  "two-requests": told("get_orders CUST0001", "search_knowledge_base"),
  "say-again": told("search_knowledge_base"),
  "spoken-booking": {
    ...booking("CUST0001", booked("Maya Torres", "thursday", 11, "Consultation")),
    told: ["find_customer CUST0001", "end_call"],
  },
  "spoken-question": told("search_knowledge_base"),
};

const EMULATOR = new URL("dist/cli.js", import.meta.resolve("@bean-brew/emulator/package.json"));
const FILE = new URL("scenarios/found-by-email.yaml", import.meta.resolve("@bean-brew/emulator/package.json"));

const isSpoken = (name: string): boolean =>
  SCENARIOS.get(name)!.steps.some((step) => "says" in step || ("interrupts" in step && step.by !== "typing"));

describe("the emulator's scenarios", () => {
  let house: House;
  let endStates: Awaited<ReturnType<typeof openEndStates>>;
  beforeAll(async () => {
    house = await openHouse({ env: { EMBEDDING_MODEL: "", IDLE_SECONDS: "12", MAX_SESSIONS_PER_ADDRESS: "50" } });
    endStates = await openEndStates(house);
  });
  afterAll(async () => {
    await endStates[Symbol.asyncDispose]();
    await house[Symbol.asyncDispose]();
  });

  it("all have an end state here", () => {
    expect(Object.keys(END_STATES).sort()).toEqual([...SCENARIOS.keys()].sort());
  });

  describe.concurrent("end as they should", () => {
    for (const [name, scenario] of SCENARIOS) {
      const isSkipped = isSpoken(name) && !hasRecogniser;
      it.skipIf(isSkipped)(`${name}${isSkipped ? " (skipped: pocketsphinx is not installed)" : ""}`, async () => {
        const apart = houseOf(name);
        // Faults are set by the scenario itself here.
        await using own = apart && (await openHouse({ ...(apart.env && { env: apart.env }) }));
        await using ownStates = own && (await openEndStates(own));
        const [first] = (await ownStates?.standing()) ?? [];
        const siteSecret = scenario.signed_in === undefined ? undefined : SITE_SECRET;
        const report = await playIn(own ?? house, scenario, { siteSecret });
        const words = report.words.map(({ role, content }) => `${role}: ${content}`).join("\n");
        expect(report.ok, `${reportText(report)}\n${words}`).toBe(true);
        const actual = await (ownStates ?? endStates).of(report);
        const expected =
          name === "staff-status" && first
            ? { ...END_STATES[name]!, appointments: [{ ...first, status: "Completed" }] }
            : END_STATES[name]!;
        expect(isReached(actual, expected), `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`).toBe(true);
        expect(isWrong(actual, expected), `${JSON.stringify(actual)} is more than ${JSON.stringify(expected)}`).toBe(
          false,
        );
      });
    }
  });

  it("are not all that works: a visit where one thing on file is not enough to be found", async () => {
    await using strict = await openHouse({ env: { IDENTITY_POLICY: "two" } });
    const when = momentOf(Date.now(), "wednesday", 11);
    const report = await playIn(strict, {
      name: "Two things on file",
      steps: [
        { types: "Book a review on {next wednesday 11:00}." },
        {
          answers: { "/phone/i": "212 555 0142", "/e-?mail/i": "maya.torres@example.com" },
          until: { calls: "create_appointment", with: { customer_id: "CUST0001" }, ok: true },
        },
        { hears: "/booked/i" },
        { types: "Where is my last order?" },
        { calls: "get_orders", ok: true },
      ],
    });
    expect(report.ok, reportText(report)).toBe(true);
    await using states = await openEndStates(strict);
    expect((await states.of(report)).appointments).toEqual([
      { customer: "Maya Torres", start: when, service: "Review", status: "Scheduled" },
    ]);
  });

  it("are played by the command, which fails for what it cannot see", async () => {
    const url = `${house.url.replace("http", "ws")}/ws`;
    const play = async (...more: readonly string[]) => {
      const program = run(fileURLToPath(EMULATOR), ["run", fileURLToPath(FILE), "--url", url, ...more], {});
      return { code: await program.ended(), text: program.printed() };
    };
    const seen = await play("--agent", house.agent!);
    expect(seen).toMatchObject({ code: 0, text: expect.stringMatching(/^Found by e-mail address: ok\n/) as string });
    const unseen = await play("--json");
    expect(unseen.code).toBe(1);
    const [report] = JSON.parse(unseen.text) as readonly Report[];
    expect(report?.steps.map(({ result }) => result)).toEqual(["ok", "failed", "not played"]);
    expect(report?.steps[1]?.why).toMatch(/not seen without --agent/);
    expect(await play("--agent", "nowhere")).toMatchObject({
      code: 2,
      text: expect.stringMatching(/--agent nowhere/) as string,
    });
  });

  it("are described in the manual, whose example is one of them", async () => {
    const manual = await readFile(new URL("../../docs/emulator.md", import.meta.url), "utf8");
    const [, example] = /<!-- A test holds this against the file. -->\s+```yaml\n(.*?)```/s.exec(manual) ?? [];
    const file = new URL("scenarios/booking.yaml", import.meta.resolve("@bean-brew/emulator/package.json"));
    expect(example).toBe(await readFile(file, "utf8"));
    for (const name of SCENARIOS.keys()) expect(manual).toContain(`(../packages/emulator/scenarios/${name}.yaml)`);
  });
});
