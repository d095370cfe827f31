import {
  INPUT_SAMPLE_RATES,
  MAX_USER_MESSAGE_CHARACTERS,
  OUTPUT_SAMPLE_RATES,
  type ClientMessage,
  type ErrorMessage,
} from "@bean-brew/widget/protocol";
import { z } from "zod";
import { errorOf } from "../errors.js";

const MAX_NAME = 100;
const MAX_PAGE = 2_000;
const MAX_CLIENT_TOOLS = 16;
/** The JSON Schema of a page's tool: how deep it may be, and how long as text, in characters. */
const MAX_TOOL_DEPTH = 16;
const MAX_TOOL_PARAMETERS = 8_000;
const MAX_TOOL_RESULT = 16_000;

/** Names that a model can call. */
const TOOL_NAME = /^[A-Za-z][\w-]{0,63}$/;

const rate = (rates: readonly number[]) => z.number().refine((value) => rates.includes(value));
const name = z.string().max(MAX_NAME);

/** Looks no deeper than it allows: what is nested thousands deep cannot be written as JSON again, nor looked through. */
const isWithin = (value: unknown, depth: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  (depth > 0 && Object.values(value).every((each) => isWithin(each, depth - 1)));

const toolParameters = z
  .record(z.string(), z.unknown())
  .refine((schema) => isWithin(schema, MAX_TOOL_DEPTH), { abort: true })
  .check(({ value, issues }) => {
    if (JSON.stringify(value).length <= MAX_TOOL_PARAMETERS) return;
    issues.push({ code: "too_big", origin: "string", maximum: MAX_TOOL_PARAMETERS, input: value });
  });

const startData = z.object({
  template: name.optional(),
  industry: name.optional(),
  voiceModel: name.optional(),
  voiceName: name.optional(),
  audio: z
    .object({
      input: z.object({ encoding: z.literal("linear16"), sampleRate: rate(INPUT_SAMPLE_RATES) }).optional(),
      output: z
        .object({
          encoding: z.literal("linear16"),
          sampleRate: rate(OUTPUT_SAMPLE_RATES),
          delivery: z.enum(["binary", "base64"]).optional(),
        })
        .optional(),
    })
    .optional(),
  resume: z.object({ sessionId: name, token: z.string().max(MAX_PAGE), after: z.number().int().min(0) }).optional(),
  clientTools: z
    .array(
      z.object({
        name: z.string().regex(TOOL_NAME),
        description: z.string().max(MAX_PAGE),
        parameters: toolParameters,
      }),
    )
    .max(MAX_CLIENT_TOOLS)
    .refine((tools) => new Set(tools.map((tool) => tool.name)).size === tools.length)
    .optional(),
  context: z.object({ page: z.string().max(MAX_PAGE).optional(), locale: name.optional() }).optional(),
});

/** One schema for each client message; the compiler complains if one is missing. */
const SCHEMAS: { readonly [T in ClientMessage["type"]]: z.ZodType<Extract<ClientMessage, { type: T }>> } = {
  start_voice_agent: z.object({ type: z.literal("start_voice_agent"), data: startData.optional() }),
  stop_voice_agent: z.object({ type: z.literal("stop_voice_agent") }),
  audio_data: z.object({ type: z.literal("audio_data"), audio: z.base64(), sampleRate: z.number() }),
  user_message: z.object({
    type: z.literal("user_message"),
    text: z.string().trim().min(1).max(MAX_USER_MESSAGE_CHARACTERS),
  }),
  interrupted: z.object({
    type: z.literal("interrupted"),
    turn: z.number().int().min(0),
    playedMs: z.number().min(0),
  }),
  client_tool_result: z.object({
    type: z.literal("client_tool_result"),
    id: name,
    ok: z.boolean(),
    content: z.string().max(MAX_TOOL_RESULT),
  }),
  ping: z.object({ type: z.literal("ping"), t: z.number() }),
};

const isKnown = (type: string): type is ClientMessage["type"] => Object.hasOwn(SCHEMAS, type);

/** The error for a message of a known kind that does not fit its schema. */
const problemOf = (issues: readonly z.core.$ZodIssue[]): ErrorMessage => {
  const first = issues[0];
  const path = first?.path.join(".") ?? "";
  if (path.startsWith("data.audio")) return errorOf("audio_format");
  if (first?.code === "too_big") return errorOf("too_large", `The field ${path} is too long.`);
  return errorOf("bad_message", path === "" ? undefined : `The field ${path} is missing or not valid.`);
};

/** Reads a text frame of a browser's: the message, or the error that answers it. */
export const parseClientMessage = (text: string): ClientMessage | ErrorMessage => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return errorOf("bad_message", "A text message must be one JSON object.");
  }
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  if (typeof type !== "string") return errorOf("bad_message", "A message must be a JSON object with a type.");
  if (!isKnown(type)) return errorOf("unknown_message");
  const parsed = SCHEMAS[type].safeParse(value);
  return parsed.success ? parsed.data : problemOf(parsed.error.issues);
};
