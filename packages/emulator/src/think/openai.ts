import type { HistoryEntry } from "../protocol/messages.js";
import { readBounded } from "./fetching.js";
import { ThinkError, type Instructions, type Mind, type Thought } from "./mind.js";

/** How often a request is made before thinking has failed. */
export const MAX_ATTEMPTS = 2;

/** How long the endpoint may take for one answer, in milliseconds. */
export const THINK_MS = 30_000;

/** The longest answer that is read, in bytes. */
export const MAX_COMPLETION_BYTES = 1024 * 1024;

/** How much of the conversation is sent, in messages; older ones are left out, from one of the user's on. */
export const MAX_SENT_MESSAGES = 200;

/** The longest text that is spoken at once, in characters; the rest of a longer one is left out. */
export const MAX_SAID_CHARACTERS = 4_000;

/** An endpoint for chat completions that speaks as OpenAI's does. */
export interface ChatEndpoint {
  /** `http://127.0.0.1:11434/v1`, with or without `/chat/completions`. */
  url: string;
  model: string;
  /** Sent as a bearer token. */
  key?: string | undefined;
  timeoutMs?: number;
}

export interface OpenaiMindOptions extends ChatEndpoint {
  greeting: string;
  /** The conversation so far. */
  context: readonly HistoryEntry[];
  /** Told that a request failed that is made again. */
  warn(description: string): void;
}

interface ToolCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
}

type ChatMessage =
  | { role: "system" | "user"; content: string }
  | { role: "assistant"; content: string | null; tool_calls?: ToolCall[] }
  | { role: "tool"; tool_call_id: string; content: string };

function messagesOf(history: readonly HistoryEntry[]): ChatMessage[] {
  return history.flatMap((entry): ChatMessage[] => {
    if (!("function_calls" in entry)) return [{ role: entry.role, content: entry.content }];
    const calls = entry.function_calls;
    const tool_calls = calls.map(({ id, name, arguments: args }): ToolCall => ({
      id,
      type: "function",
      function: { name, arguments: args },
    }));
    const results = calls.map(({ id, response }): ChatMessage => ({
      role: "tool",
      tool_call_id: id,
      content: response,
    }));
    return [{ role: "assistant", content: null, tool_calls }, ...results];
  });
}

/** The newest messages; a result is never sent without its call. */
function recent(messages: readonly ChatMessage[]): ChatMessage[] {
  if (messages.length <= MAX_SENT_MESSAGES) return [...messages];
  const kept = messages.slice(-MAX_SENT_MESSAGES);
  const from = kept.findIndex(({ role }) => role === "user");
  return from < 0 ? kept : kept.slice(from);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** @throws Error when it is no completion */
function replyIn(text: string): { content: string; calls: ToolCall[] } {
  const body = JSON.parse(text) as unknown;
  const choice: unknown = isRecord(body) && Array.isArray(body["choices"]) ? body["choices"][0] : undefined;
  const message = isRecord(choice) ? choice["message"] : undefined;
  if (!isRecord(message)) throw new Error("the answer has no choices[0].message");
  const { content, tool_calls: calls } = message;
  const toolCalls = (Array.isArray(calls) ? calls : []).map((call: unknown, i): ToolCall => {
    const wanted = isRecord(call) ? call["function"] : undefined;
    if (!isRecord(call) || !isRecord(wanted) || typeof wanted["name"] !== "string") {
      throw new Error(`tool_calls[${i}] of the answer has no function`);
    }
    const args = wanted["arguments"];
    return {
      id: typeof call["id"] === "string" ? call["id"] : `call_${i}`,
      type: "function",
      function: { name: wanted["name"], arguments: typeof args === "string" ? args : JSON.stringify(args ?? {}) },
    };
  });
  return { content: typeof content === "string" ? content.trim() : "", calls: toolCalls };
}

function bodyFor(model: string, messages: readonly ChatMessage[], { prompt, functions }: Instructions): string {
  const tools = functions.map(({ name, description, parameters }) => ({
    type: "function",
    function: { name, description, parameters: parameters ?? { type: "object", properties: {} } },
  }));
  const system: ChatMessage[] = prompt === "" ? [] : [{ role: "system", content: prompt }];
  return JSON.stringify({
    model,
    messages: [...system, ...recent(messages)],
    ...(tools.length > 0 && { tools }),
    stream: false,
  });
}

/** A language model behind an OpenAI-compatible endpoint, with tool calls. */
export function openaiMind(options: OpenaiMindOptions): Mind {
  const { model, key, timeoutMs = THINK_MS, warn } = options;
  const url = options.url.replace(/\/*$/, "").replace(/(?:\/chat\/completions)?$/, "/chat/completions");

  async function complete(body: string, signal: AbortSignal): Promise<ReturnType<typeof replyIn>> {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body,
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text = await readBounded(response, MAX_COMPLETION_BYTES);
    if (!response.ok) throw new Error(`it answered ${response.status}: ${text.slice(0, 300)}`);
    return replyIn(text);
  }

  async function think(
    before: readonly ChatMessage[],
    instructions: Instructions,
    signal: AbortSignal,
  ): Promise<Thought> {
    const body = bodyFor(model, before, instructions);
    for (let attempt = 1; ; attempt++) {
      try {
        const { content, calls } = await complete(body, signal);
        const said: ChatMessage = { role: "assistant", content, ...(calls.length > 0 && { tool_calls: calls }) };
        return {
          mind: mindOf(recent([...before, said]), calls),
          say: content.slice(0, MAX_SAID_CHARACTERS),
          calls: calls.map(({ function: wanted }) => wanted),
        };
      } catch (cause) {
        const why =
          cause instanceof Error
            ? `${cause.message}${cause.cause instanceof Error ? ` (${cause.cause.message})` : ""}`
            : "";
        const sentence = `The request to ${url} failed: ${why}`;
        if (attempt === MAX_ATTEMPTS || signal.aborted) throw new ThinkError(sentence, { cause });
        warn(sentence);
      }
    }
  }

  const mindOf = (messages: readonly ChatMessage[], asked: readonly ToolCall[]): Mind => ({
    hear: (text, instructions, signal) => think([...messages, { role: "user", content: text }], instructions, signal),
    answer(results, instructions, signal) {
      const told = asked.map(({ id }, i): ChatMessage => ({
        role: "tool",
        tool_call_id: id,
        content: results[i] ?? "",
      }));
      return think([...messages, ...told], instructions, signal);
    },
  });

  const greeting: HistoryEntry[] =
    options.greeting === "" ? [] : [{ type: "History", role: "assistant", content: options.greeting }];
  return mindOf(messagesOf([...options.context, ...greeting]), []);
}
