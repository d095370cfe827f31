import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readArguments, writeKeyOf } from "./arguments.js";
import { numberIn, withDigits } from "./digits.js";
import { parseLenient } from "./lenient-json.js";
import { fakeShop } from "./testing/fake-shop.js";
import { defineTool } from "./tool.js";

describe("parseLenient", () => {
  it.each([
    ['{"a": 1, "b": [1, 2,],}', { a: 1, b: [1, 2] }],
    ["{'a': 'it''s'}", undefined],
    ["{'name': 'Mary O'Brien', 'b': 'it\\'s'}", { name: "Mary O'Brien", b: "it's" }],
    ['```json\n{"a": 1}\n```', { a: 1 }],
    ["```\n{'a': True, 'b': None}\n```", { a: true, b: null }],
    ["{a: 1, b_2: 'x'}", { a: 1, b_2: "x" }],
    ["{“a”: “x”}", { a: "x" }],
    ['Here you are: {"a": 1}', { a: 1 }],
    ['{"a": 1}\nThank you.', { a: 1 }],
    ['{"a": "\\u00e9\\n\\/",}', { a: "é\n/" }],
    ['{"a": 1}{"b": 2}', undefined],
    ['{"a": ', undefined],
    ['{"a": tomorrow}', undefined],
    ['{"a": 1.2.3,}', undefined],
    ["{a b}", undefined],
    ["", undefined],
    ["[".repeat(30), undefined],
  ])("%s", (text, value) => {
    if (value === undefined) expect(() => parseLenient(text)).toThrow(SyntaxError);
    else expect(parseLenient(text)).toEqual(value);
  });

  it("reads JSON as it is, and anything else without ever doing more than to refuse it", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseLenient(text)).toEqual(JSON.parse(text));
      }),
    );
    const pieces = fc.array(fc.constantFrom(..."{}[]:,'\"\\ a1.-“`u\n", "__proto__"), { maxLength: 40 });
    fc.assert(
      fc.property(pieces, (characters) => {
        try {
          parseLenient(characters.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });

  it("has no way to anybody's prototype", () => {
    const read = parseLenient("{'__proto__': {'admin': true},}") as { admin?: boolean };
    expect(read.admin).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe("readArguments", () => {
  const tool = defineTool({
    name: "say",
    description: "",
    label: "",
    kind: "read",
    schema: z.object({ word: z.string() }),
    run: () => ({ result: 1 }),
  });

  it("takes an object that was written as a text, once", () => {
    const object = JSON.stringify({ word: "hi" });
    expect(readArguments(tool, JSON.stringify(object))).toEqual({ word: "hi" });
    expect(() => readArguments(tool, JSON.stringify(JSON.stringify(object)))).toThrow(/not a JSON object/);
    expect(() => readArguments(tool, '"hi"')).toThrow(/not valid JSON/);
  });
});

describe("numbers in words", () => {
  it.each([
    ["two one two, five five five, oh one four two", "2 1 2, 5 5 5, 0 1 4 2"],
    ["area code two-one-two", "area code 2 1 2"],
    ["double five triple nine", "55 999"],
    ["forty two", "42"],
    ["twenty-one", "21"],
    ["one hundred and five", "105"],
    ["three hundred", "300"],
    ["nineteen", "19"],
    ["someone often", "someone often"],
    ["Torres", "Torres"],
    ["+1 212", "+1 212"],
  ])("%s is %s", (text, digits) => {
    expect(withDigits(text)).toBe(digits);
  });

  it.each([
    ["three", 3],
    [" 1,200 ", 1200],
    ["minus two", -2],
    ["4.5", 4.5],
    ["twelve", 12],
    ["a dozen", undefined],
    ["", undefined],
  ])("%j is the number %s", (text, value) => {
    expect(numberIn(text)).toBe(value);
  });
});

describe("readArguments", () => {
  const schema = z.object({
    count: z.int().optional(),
    price: z.number().optional(),
    name: z.string().optional(),
    urgent: z.boolean().optional(),
    tags: z.array(z.string()).optional(),
  });
  const tool = defineTool({
    name: "tool",
    description: "",
    label: "",
    kind: "read",
    schema,
    run: () => ({ result: null }),
  });
  it.each([
    ['{"count": "three", "price": "4.50", "name": 42, "urgent": "yes", "tags": "new"}', [3, 4.5, "42", true, ["new"]]],
    ["{'count': 2,}", [2]],
  ])("repairs %s", (text, values) => {
    expect(Object.values(readArguments(tool, text))).toEqual(values);
  });

  it.each([
    ['{"count": "several"}', "count must be a number."],
    ['{"count": "2.5"}', "count must be a whole number."],
    ['{"tags": [1]}', "tags.0 must be a string."],
  ])("does not guess: %s", (text, sentence) => {
    expect(() => readArguments(tool, text)).toThrow(sentence);
  });

  it("comes to the same write, however the same is written", async () => {
    const { tools } = await fakeShop();
    const keyOf = (name: string, text: string): string => {
      const named = tools.find((one) => one.name === name);
      if (named === undefined) throw new Error(name);
      return writeKeyOf("s", name, readArguments(named, text));
    };
    const bookings = [
      '{"customer_id":"CUST0001","date":"2026-11-24T10:00","service":"Follow-up"}',
      "{'service': 'follow up', 'date': '2026-11-24 10:00:00', 'customer_id': 1,}",
      '```json\n{"customer_id": "cust one", "date": "2026-11-24T15:00:00Z", "service": "FOLLOW-UP"}\n```',
    ];
    expect(new Set(bookings.map((text) => keyOf("create_appointment", text))).size).toBe(1);
    const accounts = [
      '{"name":"Ann Lee","phone":"+14155550199","email":"ann@example.com"}',
      '{"name":" Ann  Lee ","phone":"four one five, five five five, oh one nine nine","email":"ANN@example.com"}',
      '{"name":"Ann Lee","phone":4155550199,"email":"ann@example.com"}',
    ];
    expect(new Set(accounts.map((text) => keyOf("create_customer_account", text))).size).toBe(1);
    expect(keyOf("cancel_appointment", '{"appointment_id":"APT0012"}')).toBe(
      keyOf("cancel_appointment", '{"appointment_id":"appointment number twelve"}'),
    );
  });
});
