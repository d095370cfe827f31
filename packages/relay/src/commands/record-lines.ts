import { checkDraft, RECORDS } from "@bean-brew/tools";
import { z } from "zod";
import { COLLECTIONS, type StoredRecord } from "../stores/archive.js";

/** The longest line of an export, in bytes: a body and its claims in full, as JSON. */
export const MAX_LINE_BYTES = 1024 * 1024;

const documentLine = z.strictObject({
  collection: z.enum(COLLECTIONS),
  id: z.string(),
  claims: z.array(z.string()),
  body: z.record(z.string(), z.unknown()),
});
const counterLine = z.strictObject({ counter: z.string().min(1), last: z.int().min(0) });
const entryLine = z.strictObject({
  session: z.string().min(1),
  entry: z
    .looseObject({ n: z.int().min(1), at: z.number(), note: z.string().optional(), seq: z.int().min(1).optional() })
    .refine((entry) => entry.note !== undefined || (entry.seq !== undefined && typeof entry["message"] === "object"), {
      error: "must have a note, or a seq and a message",
    }),
});

export const toLine = (record: StoredRecord): string => `${JSON.stringify(record)}\n`;

/** Reads one line of an export. Throws an `Error` that says what is wrong with it. */
export const parseLine = (line: string): StoredRecord => {
  const value = parseJson(line);
  if ("counter" in value) return check(counterLine, value) as StoredRecord;
  if ("session" in value) return check(entryLine, value) as StoredRecord;
  const document = check(documentLine, value);
  check<object>(RECORDS[document.collection] as z.ZodType<object>, document.body, "body");
  checkDraft(document);
  return document;
};

const parseJson = (line: string): object => {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, without the parser's own words, which repeat the line.
  }
  throw new Error("it is not a JSON object");
};

const check = <T>(schema: z.ZodType<T>, value: unknown, at?: string): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [at, ...(issue?.path ?? [])].filter((part) => part !== undefined).join(".");
  throw new Error(`${path === "" ? "" : `its field ${path}: `}${issue?.message ?? "it is not valid"}`);
};

/** The lines of a stream of bytes, without their ends. Throws an `Error` at a line that is too long. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield rest.toString("utf8", 0, end);
      rest = rest.subarray(end + 1);
    }
    if (rest.length > MAX_LINE_BYTES) throw new Error(`it is longer than ${MAX_LINE_BYTES} bytes`);
  }
  if (rest.length > 0) yield rest.toString("utf8");
}
