import { createHash } from "node:crypto";
import type { z } from "zod";
import { numberIn } from "./digits.js";
import { ToolError } from "./errors.js";
import { parseLenient } from "./lenient-json.js";
import type { Tool } from "./tool.js";

/** The longest arguments that a model may write, in UTF-16 units of JSON. */
export const MAX_ARGUMENTS_CHARACTERS = 16_000;

/** A call's arguments, repaired, validated and in canonical form. Throws `ToolError` (`invalid_arguments`). */
export function readArguments(tool: Tool, text: string): Record<string, unknown> {
  const raw = withoutBlanks(parseObject(text));
  const first = tool.schema.safeParse(raw);
  if (first.success) return first.data;
  const repaired = withTypes(raw, first.error.issues);
  const second = repaired === undefined ? first : tool.schema.safeParse(repaired);
  if (second.success) return second.data;
  throw new ToolError("invalid_arguments", sentenceOf(second.error.issues, raw));
}

/** Names a write: the same for the same tool, session and canonical arguments, in whatever order they were written. */
export function writeKeyOf(sessionId: string, toolName: string, args: Readonly<Record<string, unknown>>): string {
  const hash = createHash("sha256")
    .update(`${toolName}\n${canonicalJson(args)}`)
    .digest("hex")
    .slice(0, 32);
  return `write:${sessionId}:${hash}`;
}

/** What makes it this write and no other: its arguments but for those that the tool does not count. */
export function keyed({ unkeyed = [] }: Tool, args: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !unkeyed.includes(name)));
}

/** The key of the write that a call asks for; undefined when it asks for none, or for nothing that can be read. */
export function writeKeyOfCall(
  tools: readonly Tool[],
  sessionId: string,
  call: { readonly name: string; readonly arguments: string },
): string | undefined {
  const tool = tools.find(({ name, kind }) => name === call.name && kind === "write");
  if (tool === undefined) return undefined;
  try {
    return writeKeyOf(sessionId, tool.name, keyed(tool, readArguments(tool, call.arguments)));
  } catch {
    return undefined;
  }
}

function parseObject(text: string): Record<string, unknown> {
  if (text.length > MAX_ARGUMENTS_CHARACTERS) {
    throw new ToolError(
      "invalid_arguments",
      `The arguments are longer than ${MAX_ARGUMENTS_CHARACTERS} characters: call again with shorter ones.`,
    );
  }
  let value: unknown;
  try {
    value = text.trim() === "" ? {} : parseLenient(text);
    // Some models write the object as a text that holds it.
    if (typeof value === "string") value = parseLenient(value);
  } catch {
    throw new ToolError("invalid_arguments", "The arguments are not valid JSON: call again with one JSON object.");
  }
  if (!isRecord(value)) {
    throw new ToolError("invalid_arguments", "The arguments are not a JSON object: call again with one JSON object.");
  }
  return value;
}

/** Models write null or "" for what they do not know. */
function withoutBlanks(args: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== null && !(typeof value === "string" && value.trim() === "")),
  );
}

/** The arguments with values of another type written as the schema wants them; undefined when there is none. */
function withTypes(
  raw: Record<string, unknown>,
  issues: readonly z.core.$ZodIssue[],
): Record<string, unknown> | undefined {
  const repairs = issues.flatMap((issue): [string, unknown][] => {
    const [field] = issue.path;
    if (issue.code !== "invalid_type" || issue.path.length !== 1 || typeof field !== "string") return [];
    const value = retyped(raw[field], issue.expected);
    return value === undefined ? [] : [[field, value]];
  });
  return repairs.length === 0 ? undefined : { ...raw, ...Object.fromEntries(repairs) };
}

function retyped(value: unknown, expected: string): unknown {
  if (expected === "string") return typeof value === "number" ? String(value) : undefined;
  if (typeof value !== "string") return undefined;
  switch (expected) {
    case "number":
    case "int":
      return numberIn(value);
    case "boolean":
      return /^(?:yes|true)$/i.test(value) ? true : /^(?:no|false)$/i.test(value) ? false : undefined;
    case "array":
      return [value];
    default:
      return undefined;
  }
}

function sentenceOf(issues: readonly z.core.$ZodIssue[], raw: Record<string, unknown>): string {
  return `${[...new Set(issues.map((issue) => problemOf(issue, raw)))].join("; ")}.`;
}

function problemOf(issue: z.core.$ZodIssue, raw: Record<string, unknown>): string {
  const field = issue.path.join(".");
  if (issue.code === "custom") return issue.message.startsWith("must ") ? `${field} ${issue.message}` : issue.message;
  const isMissing = issue.path.length === 1 && raw[field] === undefined;
  if (isMissing) return `${field} is required`;
  switch (issue.code) {
    case "invalid_value":
      return `${field} must be one of ${issue.values.join(", ")}`;
    case "too_big":
      return issue.origin === "string"
        ? `${field} must have at most ${issue.maximum} characters`
        : `${field} must be at most ${issue.maximum}`;
    case "invalid_type":
      return `${field} must be a ${issue.expected === "int" ? "whole number" : issue.expected}`;
    default:
      return `${field} is not valid: ${issue.message}`;
  }
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
