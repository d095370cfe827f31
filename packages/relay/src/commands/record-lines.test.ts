import { describe, expect, it } from "vitest";
import { linesOf, MAX_LINE_BYTES, parseLine, toLine } from "./record-lines.js";

const MAYA = { name: "Maya", phone: "+12125550142", email: "maya@example.com", joined: "2024-03-18" };
const customer = { collection: "customers", id: "CUST0001", claims: ["phone:+12125550142"], body: MAYA } as const;

describe("a line of an export", () => {
  it.each([
    customer,
    { ...customer, body: { ...MAYA, lastWrite: { tool: "t", result: { $x: [1] } } } },
    { counter: "orders", last: 7 },
    { session: "s", entry: { n: 1, at: 5, note: "parted" } as const },
    { session: "s", entry: { n: 2, at: 5, seq: 1, message: { type: "pong", id: 1 } } as never },
  ])("is read as it was written: %j", (record) => {
    expect(parseLine(toLine(record))).toEqual(record);
  });

  it.each([
    ["", /^it is not a JSON object$/],
    ["[]", /^it is not a JSON object$/],
    ["{}", /^its field collection: /],
    ['{"collection":"guests"}', /^its field collection: /],
    [JSON.stringify({ ...customer, body: { ...MAYA, phone: 5 } }), /^its field body.phone: /],
    [JSON.stringify({ ...customer, body: { name: "M" } }), /^its field body.phone: /],
    [JSON.stringify({ ...customer, claims: [] }), /needs 1 to 32 claims, not 0/],
    [JSON.stringify({ ...customer, revision: 3 }), /revision/],
    ['{"counter":"orders","last":-1}', /^its field last: /],
    ['{"session":"s","entry":{"n":0,"at":1,"note":"parted"}}', /^its field entry.n: /],
    ['{"session":"s","entry":{"n":1,"at":1}}', /^its field entry: must have a note, or a seq and a message/],
  ])("%s is refused with what is wrong", (line, sentence) => {
    expect(() => parseLine(line)).toThrow(sentence);
  });
});

describe("linesOf", () => {
  const read = async (chunks: readonly string[]): Promise<string[]> => {
    const lines: string[] = [];
    const bytes = async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk, "latin1");
    };
    for await (const line of linesOf(bytes())) lines.push(line);
    return lines;
  };

  it("cuts bytes at line ends, also in the middle of a letter, with or without a last one", async () => {
    const cup = Buffer.from("☕ é").toString("latin1");
    expect(await read([cup.slice(0, 2), `${cup.slice(2)}\n\nb`, "c"])).toEqual(["☕ é", "", "bc"]);
    expect(await read(["a\n"])).toEqual(["a"]);
    expect(await read([])).toEqual([]);
  });

  it("refuses a line that does not end", async () => {
    await expect(read(["x".repeat(MAX_LINE_BYTES), "x"])).rejects.toThrow(`longer than ${MAX_LINE_BYTES} bytes`);
  });
});
