import { describe, expect, it } from "vitest";
import { contextOf } from "./context.js";
import type { Entry } from "./journal.js";
import { mend } from "./mend.js";

const BEGAN = { n: 1, at: 0, note: "began", data: {}, tokenHash: "" } as const;
const call = { id: "fc_1", name: "create_appointment", arguments: '{"service":"Review"}' };
const write = { writeKey: "write:s:1", tool: "create_appointment", result: { id: "APT0007" }, concerns: "CUST0001" };
/** As the arguments say. */
const keyOf = ({ arguments: text }: { readonly arguments: string }) =>
  (({ "{}": "write:s:0", '{"service":"Review"}': "write:s:1" }) as Readonly<Record<string, string>>)[text];
const asked: readonly Entry[] = [
  BEGAN,
  { n: 2, at: 0, note: "called", call },
  { n: 3, at: 0, seq: 1, message: { type: "tool_started", id: "fc_1", name: call.name, label: "Booking" } },
];
const told: readonly Entry[] = [
  ...asked,
  {
    n: 4,
    at: 0,
    note: "answered",
    id: "fc_1",
    name: call.name,
    ok: true,
    result: '{"id":"APT0007"}',
    ms: 9,
    writeKey: "write:s:1",
  },
  { n: 5, at: 0, seq: 2, message: { type: "tool_finished", id: "fc_1", name: call.name, ok: true, ms: 9 } },
];

describe("the journal of a session whose relay died", () => {
  it("gets the outcome of the write that was done, as the answer to its call, and the page hears that it is over", () => {
    const mended = mend(asked, [write], keyOf, 7);
    expect(mended).toMatchObject([
      { n: 4, at: 7, note: "answered", id: "fc_1", ok: true, result: '{"id":"APT0007"}', writeKey: "write:s:1" },
      { n: 5, at: 7, seq: 2, message: { type: "tool_finished", id: "fc_1", ok: true } },
    ]);
    const response = '{"id":"APT0007"}';
    expect(contextOf([...asked, ...mended])).toEqual({
      messages: [{ type: "History", function_calls: [{ ...call, client_side: true, response }] }],
    });
    expect(mend([...asked, ...mended], [write], keyOf, 8)).toEqual([]);
  });

  it("gets it for the call that asked for this very write, not for a later one of the same tool", () => {
    const refused = { id: "fc_2", name: call.name, arguments: "{}" };
    const both: readonly Entry[] = [...asked, { n: 4, at: 0, note: "called", call: refused }];
    expect(mend(both, [write], keyOf, 7)).toMatchObject([
      { note: "answered", id: "fc_1", writeKey: "write:s:1" },
      { message: { type: "tool_finished", id: "fc_1", ok: true } },
    ]);
  });

  it("gets it also when the call itself was lost", () => {
    const mended = mend([BEGAN], [write], keyOf, 7);
    expect(contextOf([BEGAN, ...mended])).toMatchObject({
      messages: [{ function_calls: [{ name: "create_appointment", response: '{"id":"APT0007"}' }] }],
    });
  });

  it("gets nothing that it has, and again what was done again since", () => {
    expect(mend(told, [write], keyOf, 7)).toEqual([]);
    expect(mend(told, [{ ...write, result: { id: "APT0008" } }], keyOf, 7)).toMatchObject([
      { note: "called" },
      { note: "answered", result: '{"id":"APT0008"}' },
    ]);
  });

  it("tells the page that a call which nobody answers any more is over", () => {
    expect(mend(asked, [], keyOf, 7)).toMatchObject([
      { n: 4, seq: 2, message: { type: "tool_finished", id: "fc_1", ok: false } },
    ]);
  });
});
