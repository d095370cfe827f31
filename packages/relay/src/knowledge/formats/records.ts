import { parse as parseCsv } from "csv-parse/sync";
import { z } from "zod";
import { slugOf, titleOfFile, type Entry, type FileContent } from "../entry.js";
import { firstOf } from "./problems.js";

const text = z.coerce.string().trim().min(1);
const record = z.object({
  id: text.optional(),
  question: text,
  answer: text,
  topic: text.optional(),
});

/** A list of `{ id?, question, answer, topic? }`, by itself or as `entries`. */
export function readJson(source: string, content: string): FileContent {
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { entries: [], problems: [`The knowledge file ${source} is not JSON: ${why}.`] };
  }
  const list = z.union([z.array(z.unknown()), z.object({ entries: z.array(z.unknown()) })]).safeParse(value);
  if (!list.success) {
    return { entries: [], problems: [`The knowledge file ${source} is not a list of questions and answers.`] };
  }
  return entriesOfRecords(source, Array.isArray(list.data) ? list.data : list.data.entries);
}

/** Columns `question` and `answer`, perhaps `id` and `topic`; without such a first line, question and answer. */
export function readCsv(source: string, content: string): FileContent {
  let rows: string[][];
  try {
    const [first = ""] = content.split(/\r?\n/, 1);
    const delimiter = [",", ";", "\t"].reduce((a, b) => (first.split(b).length > first.split(a).length ? b : a));
    rows = parseCsv(content, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { entries: [], problems: [`The knowledge file ${source} is not CSV: ${why}.`] };
  }
  const names = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const isNamed = names.includes("question") && names.includes("answer");
  const columns = isNamed ? names : ["question", "answer", "topic"];
  const records = (isNamed ? rows.slice(1) : rows).map((row) =>
    Object.fromEntries(columns.map((name, n) => [name, row[n]?.trim() || undefined])),
  );
  return entriesOfRecords(source, records);
}

function entriesOfRecords(source: string, records: readonly unknown[]): FileContent {
  const title = titleOfFile(source);
  const problems: string[] = [];
  const entries = records.flatMap((value, n): Entry[] => {
    const parsed = record.safeParse(value);
    if (!parsed.success) {
      const why = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
      problems.push(`Entry ${n + 1} of the knowledge file ${source} is not valid: ${why}.`);
      return [];
    }
    const { id, question, answer, topic = title } = parsed.data;
    return [{ id: id ?? `${source}#${slugOf(question)}`, title, topic, question, answer, source }];
  });
  return { entries, problems: firstOf(problems, source) };
}
