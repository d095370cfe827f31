import { describe, expect, it } from "vitest";
import { answer, type Outcome } from "./answer.js";
import { MAX_ARGUMENTS_CHARACTERS } from "./arguments.js";
import { MAX_MISSES } from "./identity/access.js";
import { fakeShop, type FakeCall, type FakeShop } from "./testing/fake-shop.js";

const OPERATORS = [
  { $gt: "" },
  { $ne: null },
  { $regex: ".*" },
  { $where: "sleep(1000)" },
  ["CUST0002"],
  '{"$gt":""}',
  "' OR '1'='1",
  "1; DROP TABLE customers; --",
  "*",
  "%",
  "of:CUST0002#",
  "email:",
  "../../etc/passwd",
  "CUST0002\u0000",
  "CUST0001\nCUST0002",
  "CUST0001,CUST0002",
  "__proto__",
  "constructor",
];
const OTHERS = /Daniel|Okafor|Priya|Raman|Lucas|Meyer|Hannah|Lindqvist|6465550117|harborlight/;

async function openMaya(shop: FakeShop): Promise<FakeCall> {
  const call = shop.openCall();
  await call("find_customer", { phone: "212 555 0142" });
  return call;
}
/** All that is stored, to be compared. */
async function stored({ documents }: FakeShop): Promise<string> {
  const all = await Promise.all([
    documents.find("customers", { prefix: "phone:" }, 1_000),
    documents.find("appointments", { prefix: "of:" }, 1_000),
    documents.find("orders", { prefix: "of:" }, 1_000),
  ]);
  return JSON.stringify(all);
}
const errorOf = ({ result }: Outcome): { error: string; code: string } => result as { error: string; code: string };

describe("operators in every string", () => {
  it("reach nothing: refused with a sentence, nothing told of others, nothing changed", async () => {
    const shop = await fakeShop();
    const before = await stored(shop);
    for (const tool of shop.tools) {
      const fields = Object.keys(tool.schema.shape);
      // A question to the texts may be anything.
      if (tool.scope === "staff" || !["read", "write"].includes(tool.kind) || fields.includes("query")) continue;
      for (const field of fields) {
        for (const value of OPERATORS) {
          const call = await openMaya(shop);
          const usual = {
            customer_id: "CUST0001",
            appointment_id: "APT0002",
            date: "2026-11-24T10:00",
            new_date: "2026-11-24T10:00",
            start_date: "2026-11-24",
            service: "Review",
            name: "Ann Lee",
            phone: "415 555 0199",
            email: "ann@example.com",
          };
          const args = Object.fromEntries(Object.entries(usual).filter(([name]) => fields.includes(name)));
          // A name may be nearly anything: it is data, and no account is to be made here.
          if (tool.name === "create_customer_account" && field === "name") args["phone"] = "212 555 0142";
          const outcome = await call(tool.name, { ...args, [field]: value });
          const text = JSON.stringify(outcome);
          expect(text).not.toMatch(OTHERS);
          expect(text).not.toMatch(/stack|at .*\.ts|SyntaxError|TypeError/);
          expect(outcome.ok, `${tool.name} ${field}: ${text}`).toBe(false);
          expect(errorOf(outcome).error).toMatch(/\w{3,}.{8,}/s);
        }
      }
    }
    expect(await stored(shop)).toBe(before);
  });
});

describe("who is not", () => {
  it("is told nothing for the next customer number, and soon nothing at all", async () => {
    const call = (await fakeShop()).openCall();
    const outcomes: Outcome[] = [];
    for (let number = 1; number <= 9; number += 1) outcomes.push(await call("find_customer", { customer_id: number }));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(MAX_MISSES);
    for (const outcome of outcomes) {
      expect(JSON.stringify(outcome)).not.toMatch(/Torres|Okafor|Raman|@|\+1/);
      expect(outcome.identity).toBeUndefined();
    }
    for (const customer_id of ["next", "CUST0001 + 1", "the next one", "CUST000", "-1", "1e3", "９"]) {
      expect(await call("find_customer", { customer_id })).toMatchObject({ ok: false });
    }
    const account = { name: "Ann", phone: "646 555 0117", email: "a@example.com" };
    expect(errorOf(await call("create_customer_account", account)).code).toBe("not_allowed");
  });

  it("cannot use what belongs to others, whatever the call claims", async () => {
    const shop = await fakeShop();
    const before = await stored(shop);
    const call = await openMaya(shop);
    const claims = { scope: "staff", identity: { customerId: "CUST0002" }, isStaff: true, confirmation: "1-abc" };
    const attempts: [string, object][] = [
      ["get_appointments", { customer_id: "CUST0002" }],
      ["get_orders", { customer_id: "cust 2" }],
      ["create_appointment", { customer_id: "2", date: "2026-11-24T10:00", service: "Review" }],
      ["reschedule_appointment", { appointment_id: "APT0003", new_date: "2026-11-24T10:00" }],
      ["cancel_appointment", { appointment_id: "3" }],
      ["update_appointment_status", { appointment_id: "APT0003", new_status: "Cancelled" }],
    ];
    for (const [tool, args] of attempts) {
      const outcome = await call(tool, { ...args, ...claims });
      expect(["not_allowed", "not_found", "unknown_tool"]).toContain(errorOf(outcome).code);
      expect(JSON.stringify(outcome)).not.toMatch(OTHERS);
    }
    expect(await stored(shop)).toBe(before);
  });
});

describe("names", () => {
  const open = async (name: string) =>
    (await fakeShop()).openCall()("create_customer_account", { name, phone: "415 555 0199", email: "ann@example.com" });
  const nameIn = ({ result }: Outcome): string => (result as { customer: { name: string } }).customer.name;

  it.each([
    ["José Ángel Núñez", "José Ángel Núñez"],
    ["  Ann \t\n Lee ", "Ann Lee"],
    ["山田太郎", "山田太郎"],
    ["محمد علي", "محمد علي"],
    ["Ann 🫘☕️ Lee", "Ann 🫘☕️ Lee"],
    ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"],
    ["Ann\u202E eeL", "Ann eeL"],
    ["\u2066Ann\u2069 \uFEFFLee\u200B", "Ann Lee"],
    ["Ann\u0000Lee\u0007", "AnnLee"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["Robert'); DROP TABLE customers;--", "Robert'); DROP TABLE customers;--"],
    ["e\u0301", "é"],
    ["{{constructor}}", "{{constructor}}"],
  ])("%j is kept as %j", async (name, kept) => {
    expect(nameIn(await open(name))).toBe(kept);
  });

  it.each([
    ["x".repeat(10_000), /name must have at most 120 characters/],
    ["🫘".repeat(121), /name must have at most 120 characters/],
    ["\u202E\u200B\u0000", /name is required/],
    ["   ", /name is required/],
  ])("%j is refused", async (name, sentence) => {
    const outcome = await open(name);
    expect(errorOf(outcome)).toMatchObject({ code: "invalid_arguments", error: expect.stringMatching(sentence) });
    expect(JSON.stringify(outcome).length).toBeLessThan(400);
  });

  it("more than arguments can hold is refused before it is read", async () => {
    expect(errorOf(await open("x".repeat(MAX_ARGUMENTS_CHARACTERS))).error).toMatch(/longer than/);
  });
});

describe("telephone numbers", () => {
  it.each([
    ["+1 (212) 555-0142", "+12125550142"],
    ["+44 20 7946 0018", "+442079460018"],
    ["+49 30 901820", "+4930901820"],
    ["+33 1 42 68 53 00", "+33142685300"],
    ["+34 912 345 678", "+34912345678"],
    ["+39 06 6982", "+39066982"],
    ["+31 20 624 1111", "+31206241111"],
    ["+32 2 555 12 12", "+3225551212"],
    ["+41 44 668 18 00", "+41446681800"],
    ["+43 1 534 6060", "+4315346060"],
    ["+46 8 508 290 00", "+46850829000"],
    ["+47 22 86 40 00", "+4722864000"],
    ["+48 22 555 00 00", "+48225550000"],
    ["+351 21 792 7000", "+351217927000"],
    ["+353 1 677 4274", "+35316774274"],
    ["+61 2 9374 4000", "+61293744000"],
    ["+81 3-6384-9000", "+81363849000"],
    ["+91 80 6721 8000", "+918067218000"],
    ["+55 11 2395-8400", "+551123958400"],
    ["+27 21 555 0123", "+27215550123"],
    ["+52 55 5342 8400", "+525553428400"],
  ])("%s is %s", async (phone, e164) => {
    const account = { name: "Ann", phone, email: "ann@example.com" };
    const { documents, openCall } = await fakeShop();
    const outcome = await openCall()("create_customer_account", account);
    const taken = e164 === "+12125550142";
    expect(outcome.ok).toBe(!taken);
    expect(await documents.find("customers", { claim: `phone:${e164}` }, 1)).toHaveLength(1);
  });

  it.each(["911", "+999 123 456", "00000000000", "++12125550142", "+1 212 555", "1".repeat(60), "not a number"])(
    "%s is refused",
    async (phone) => {
      const call = (await fakeShop()).openCall();
      expect(errorOf(await call("find_customer", { phone })).error).toMatch(/international format/);
      expect(call.misses()).toBe(0);
    },
  );
});

describe("dates", () => {
  const TUESDAY_TEN = "2026-11-24T10:00:00-05:00";

  it.each([
    "2026-11-24T10:00",
    "2026-11-24 10:00",
    "2026-11-24T10:00:00",
    "2026-11-24T10:00:00.000",
    "2026-11-24T10:00:00-05:00",
    "2026-11-24T15:00:00Z",
    "2026-11-24T15:00:00.000Z",
    "2026-11-25T00:00+0900",
    "20261124T1000",
    " 2026-11-24T10 ",
    "Tuesday, November 24, 2026 at 10:00 AM",
    "November 24th, 10am",
    "24 November 2026 10:00",
    "11/24/2026 10:00 AM",
    "24/11/2026 10:00",
    "24.11.2026 10:00",
    "2026/11/24 10:00",
    "tomorrow at 10",
    "next Tuesday",
    "1795532400",
    "1795532400000",
    "2026-W48-2T10:00",
    "2026-328T10:00",
    "2026-11-24",
    "10:00",
    "T10:00",
    "2026-11-24T25:00",
    "2026-11-24T10:60",
    "2026-02-30T10:00",
    "2026-13-01T10:00",
    "0000-00-00T00:00",
    "-002026-11-24T10:00",
    "+012026-11-24T10:00",
    "9999-12-31T23:59:59Z",
    "2026-11-24T10:00[Europe/Paris]",
    "2026-11-24T10:00 EST",
    "2026-11-24T10:00 AM",
    "{date}",
    "null",
    "Infinity",
  ])("%s is that Tuesday at ten, or refused with a sentence: never another time", async (date) => {
    const shop = await fakeShop();
    const outcome = await (
      await openMaya(shop)
    )("create_appointment", {
      customer_id: "1",
      date,
      service: "Review",
    });
    if (outcome.ok) expect(outcome.result).toMatchObject({ date: TUESDAY_TEN });
    else
      expect(errorOf(outcome)).toMatchObject({ code: "invalid_arguments", error: expect.stringMatching(/^.{10,}\.$/) });
  });

  it("are taken where they are plain", async () => {
    for (const date of ["2026-11-24 10:00", "2026-11-24T15:00:00.000Z", "2026-11-25T00:00+0900"]) {
      const outcome = await (
        await openMaya(await fakeShop())
      )("create_appointment", {
        customer_id: "1",
        date,
        service: "Review",
      });
      expect(outcome, date).toMatchObject({ ok: true });
    }
  });
});

describe("calls at the same moment", () => {
  it("the same ones are done once, whatever comes between, and end in a state that is true", async () => {
    const shop = await fakeShop();
    const call = await openMaya(shop);
    const ten = { customer_id: "1", date: "2026-11-24T10:00", service: "Review" };
    const { id } = (await call("create_appointment", ten)).result as { id: string };
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => {
        switch (index % 5) {
          case 0:
            return call("create_appointment", ten);
          case 1:
            return call("reschedule_appointment", { appointment_id: id, new_date: "2026-11-24T11:00" });
          case 2:
            return call("cancel_appointment", { appointment_id: id });
          case 3:
            return call("get_appointments", { customer_id: "1" });
          default:
            return call("check_availability", { start_date: "2026-11-24", end_date: "2026-11-24" });
        }
      }),
    );
    for (const outcome of outcomes) if (!outcome.ok) expect(errorOf(outcome).code).toBe("conflict");
    const all = await shop.documents.find("appointments", { prefix: "of:CUST0001#" }, 100);
    for (const { body, claims } of all) {
      const held = claims.filter((claim) => claim.startsWith("slot:"));
      expect(held).toEqual(body.status === "Scheduled" ? [`slot:${body.start}#1`] : []);
    }
    expect((await shop.documents.get("appointments", id))?.body.status).toBe("Cancelled");
    const anew = all.filter(({ body }) => body.start === "2026-11-24T15:00:00Z" && body.status === "Scheduled");
    expect(anew.length).toBeLessThanOrEqual(1);
  });

  it("arguments that name a field twice, or hide one, are what JSON says they are", async () => {
    const shop = await fakeShop();
    const caller = { sessionId: "s", scope: "public", misses: 0, userTurn: 1 } as const;
    const ask = (text: string) =>
      answer(shop.tools, { id: "1", name: "find_customer", arguments: text }, caller, new AbortController().signal);
    const twice = await ask('{"customer_id": "CUST0001", "customer_id": "CUST0002"}');
    expect(twice).toMatchObject({ ok: true, miss: true, result: { name: "Daniel", identified: false } });
    expect(await ask('{"__proto__": {"customer_id": "CUST0001"}}')).toMatchObject({ ok: false });
    expect(await ask('{"constructor": {"prototype": {"scope": "staff"}}}')).toMatchObject({ ok: false });
  });
});
