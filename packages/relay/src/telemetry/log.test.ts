import { StoreUnavailable } from "@bean-brew/tools";
import { expect, it } from "vitest";
import { openLog } from "./log.js";

/** What is logged of an object. */
const logged = (line: object): { readonly text: string; readonly json: Record<string, unknown> } => {
  const lines: string[] = [];
  openLog("info", { write: (text) => void lines.push(text) }).info(line, "event");
  return { text: lines.join(""), json: JSON.parse(lines[0] ?? "{}") as Record<string, unknown> };
};

it("has ids and numbers as they are", () => {
  const { json } = logged({ session: "s-1", site: "shop", from: "live", to: "closed", ms: 1_234_567, dollars: 0.15 });
  expect(json).toMatchObject({
    session: "s-1",
    site: "shop",
    from: "live",
    ms: 1_234_567,
    dollars: 0.15,
    msg: "event",
  });
});

it("has no field that a record of the shop marks as personal, however deep, and nothing that was said", () => {
  const customer = { name: "Maya Torres", phone: "+12125550142", email: "maya@example.com", joined: "2024-03-18" };
  const { text, json } = logged({
    customer,
    list: [{ deep: customer }],
    appointment: { customerId: "CUST0001", customerName: "Maya Torres", lastWrite: { tool: "t", result: "Maya" } },
    call: { id: "1", name: "find_customer", arguments: '{"phone":"2125550142"}' },
    message: { data: { role: "user", content: "I am Maya" } },
    audio: Buffer.from("Maya Torres"),
    deepest: { a: { b: { c: { d: { secret: "Maya" } } } } },
  });
  expect(text).not.toMatch(/maya|torres|555|example\.com/i);
  expect(json).toMatchObject({ customer: { joined: "2024-03-18" }, appointment: { customerId: "CUST0001" } });
});

it("has an error's kind, code, sentence and place, and not what it quotes of a person", () => {
  const cause = Object.assign(new Error('E11000 duplicate key: { claims: "phone:+12125550142" }'), { code: 11_000 });
  const error = new StoreUnavailable("It could not be asked for maya@example.com, (212) 555-0142.", { cause });
  const { text, json } = logged({ err: error });
  expect(text).not.toMatch(/maya|555|example\.com/i);
  expect(json["err"]).toMatchObject({
    type: "StoreUnavailable",
    message: "It could not be asked for [personal], ([personal].",
    stack: expect.stringContaining("log.test.ts") as string,
    cause: { code: 11_000, message: "E11000 duplicate key: { claims: [personal] }" },
  });
});

it("has no line without a bound", () => {
  const { text } = logged({ note: "x".repeat(100_000), err: new Error("y".repeat(100_000)) });
  expect(text.length).toBeLessThan(6_000);
});
