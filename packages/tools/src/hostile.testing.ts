import { describe, expect, it } from "vitest";
import { answer, type Outcome } from "./answer.js";
import { confirmed } from "./confirmation.js";
import { MAX_ARGUMENTS_CHARACTERS } from "./arguments.js";
import { MAX_MISSES } from "./identity/access.js";
import type { FakeShop, OpenShop } from "./testing/fake-shop.js";
import { errorOf, openMaya } from "./testing/maya.js";

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

/** All that is stored, to be compared. */
async function stored({ documents }: FakeShop): Promise<string> {
  const all = await Promise.all([
    documents.find("customers", { prefix: "phone:" }, 1_000),
    documents.find("appointments", { prefix: "of:" }, 1_000),
    documents.find("orders", { prefix: "of:" }, 1_000),
  ]);
  return JSON.stringify(all);
}

/** What callers may try who mean no good, whatever the shop's records are kept in. */
export function hostileSuite(openShop: OpenShop): void {
  describe("operators in every string", () => {
    const USUAL = {
      customer_id: "CUST0001",
      appointment_id: "APT0002",
      date: "2026-11-24T10:00",
      new_date: "2026-11-24T10:00",
      start_date: "2026-11-24",
      service: "Review",
      new_status: "Completed",
      name: "Ann Lee",
      phone: "415 555 0199",
      email: "ann@example.com",
      query: "opening hours",
      message_type: "lookup",
      farewell_type: "thanks",
    };

    it.each(["public", "staff"] as const)(
      "reach nothing: refused, nothing told, nothing changed (%s)",
      async (scope) => {
        const shop = await openShop();
        const before = await stored(shop);
        for (const tool of shop.tools) {
          if (scope === "public" && tool.scope === "staff") continue;
          const fields = Object.keys(tool.schema.shape);
          for (const field of fields) {
            for (const value of OPERATORS) {
              const call = scope === "staff" ? shop.openCall({ scope }) : await openMaya(shop);
              const args: Record<string, unknown> = Object.fromEntries(
                Object.entries(USUAL).filter(([name]) => fields.includes(name)),
              );
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
      },
    );

    it("are no token of a write that is to be confirmed", async () => {
      const shop = await openShop();
      const before = await stored(shop);
      const names = shop.tools.flatMap(({ name, kind }) => (kind === "write" ? [name] : []));
      const tools = confirmed(shop.tools, names);
      const caller = { sessionId: "s", scope: "staff", misses: 0, userTurn: 9 } as const;
      for (const { name, schema } of tools.filter((tool) => names.includes(tool.name))) {
        const args = Object.fromEntries(Object.entries(USUAL).filter(([field]) => field in schema.shape));
        for (const confirmation of [...OPERATORS, true, 1, "9-", ["9-000000000000"], { $gt: "" }]) {
          const request = { id: "1", name, arguments: JSON.stringify({ ...args, confirmation }) };
          const { ok, isPlan } = await answer(tools, request, caller, new AbortController().signal);
          expect(!ok || isPlan === true, `${name} ${JSON.stringify(confirmation)}`).toBe(true);
        }
      }
      expect(await stored(shop)).toBe(before);
    });
  });

  describe("who is not", () => {
    it("is told nothing for the next customer number, and soon nothing at all", async () => {
      const call = (await openShop()).openCall();
      const outcomes: Outcome[] = [];
      for (let number = 1; number <= 9; number += 1)
        outcomes.push(await call("find_customer", { customer_id: number }));
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
      const shop = await openShop();
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
      (await openShop()).openCall()("create_customer_account", {
        name,
        phone: "415 555 0199",
        email: "ann@example.com",
      });
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
      ["Ann \u{E0049}\u{E0067}\u{E006E}\u{E007F}Lee", "Ann Lee"],
      ["A\u00ADn\uFFF9n\uFFFA\uFFFB Lee", "Ann Lee"],
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

  describe("calls at the same moment", () => {
    it("the same ones are done once, whatever comes between, and end in a state that is true", async () => {
      const shop = await openShop();
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
      const shop = await openShop();
      const caller = { sessionId: "s", scope: "public", misses: 0, userTurn: 1 } as const;
      const ask = (text: string) =>
        answer(shop.tools, { id: "1", name: "find_customer", arguments: text }, caller, new AbortController().signal);
      const twice = await ask('{"customer_id": "CUST0001", "customer_id": "CUST0002"}');
      expect(twice).toMatchObject({ ok: true, miss: true, result: { name: "Daniel", identified: false } });
      expect(await ask('{"__proto__": {"customer_id": "CUST0001"}}')).toMatchObject({ ok: false });
      expect(await ask('{"constructor": {"prototype": {"scope": "staff"}}}')).toMatchObject({ ok: false });
    });
  });
}
