import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { begin, settings, type Client } from "../../test/client.js";
import { startEmulator } from "../server/emulator.js";
import { MAX_COMPLETION_BYTES, MAX_SENT_MESSAGES, openaiMind } from "./openai.js";

interface Asked {
  path: string;
  authorization: string | undefined;
  model: string;
  messages: { role: string; content: string | null; tool_calls?: unknown[]; tool_call_id?: string }[];
  tools?: { function: { name: string } }[];
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A small endpoint that answers with these bodies, one after another; a number is a status, `undefined` never comes. */
async function endpoint(
  ...answers: (object | number | string | undefined)[]
): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (text) => (body += text));
    request.on("end", () => {
      asked.push({
        ...(JSON.parse(body) as Asked),
        path: request.url ?? "",
        authorization: request.headers.authorization,
      });
      const answer = answers.shift();
      if (answer === undefined) return;
      if (typeof answer === "number") return void response.writeHead(answer).end("no");
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}

const says = (content: string | null, ...calls: [id: string, name: string, args: string][]): object => ({
  choices: [
    {
      message: {
        role: "assistant",
        content,
        ...(calls.length > 0 && {
          tool_calls: calls.map(([id, name, args]) => ({ id, type: "function", function: { name, arguments: args } })),
        }),
      },
    },
  ],
});

const functions = [
  { name: "find_customer", description: "Finds.", parameters: { type: "object", properties: {} } },
  { name: "get_orders", description: "Reads.", parameters: { type: "object", properties: {} } },
];

async function visit(url: string, timeoutMs?: number): Promise<Client> {
  const emulator = await startEmulator({ recogniser: "none", think: { url, model: "tiny", key: "secret", timeoutMs } });
  closing.push(emulator.close);
  const think = { provider: { type: "open_ai", model: "gpt-4o-mini" }, prompt: "Be kind.", functions };
  return begin(emulator.url, settings({ think, greeting: "Hello there." }));
}

describe("a language model", () => {
  it("is given prompt, functions and conversation; several calls at once are made and answered", async () => {
    const { url, asked } = await endpoint(
      says("One moment.", ["a", "find_customer", '{"phone":"+12125550142"}'], ["b", "get_orders", "{}"]),
      says("You are Maya. You have no orders."),
    );
    const client = await visit(url);
    await client.next("AgentAudioDone");
    client.send({ type: "InjectUserMessage", content: "Who am I?" });
    const { functions: calls } = await client.next("FunctionCallRequest");
    expect(calls.map(({ name, arguments: args }) => [name, args])).toEqual([
      ["find_customer", '{"phone":"+12125550142"}'],
      ["get_orders", "{}"],
    ]);
    for (const { id, name } of calls.toReversed()) {
      client.send({ type: "FunctionCallResponse", id, name, content: `result of ${name}` });
    }
    await client.next("LatencyReport");
    await client.next("LatencyReport");
    const texts = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(texts).toEqual(["Hello there.", "Who am I?", "One moment.", "You are Maya.", "You have no orders."]);
    expect(client.invalid).toEqual([]);

    expect(asked[0]).toMatchObject({
      path: "/v1/chat/completions",
      authorization: "Bearer secret",
      model: "tiny",
      messages: [
        { role: "system", content: "Be kind." },
        { role: "assistant", content: "Hello there." },
        { role: "user", content: "Who am I?" },
      ],
    });
    expect(asked[0]!.tools!.map((tool) => tool.function.name)).toEqual(["find_customer", "get_orders"]);
    expect(asked[1]!.messages.slice(3)).toMatchObject([
      { role: "assistant", content: "One moment.", tool_calls: [{ id: "a" }, { id: "b" }] },
      { role: "tool", tool_call_id: "a", content: "result of find_customer" },
      { role: "tool", tool_call_id: "b", content: "result of get_orders" },
    ]);
  });

  it("is asked again after a failure, with a warning, and only once", async () => {
    const client = await visit((await endpoint(500, says("Here I am."), 500, "not JSON")).url);
    client.send({ type: "InjectUserMessage", content: "Hello?" });
    const warning = await client.next("Warning");
    expect(warning.code).toBe("THINK_REQUEST_FAILED");
    expect(warning.description).toContain("it answered 500: no");
    await client.next("LatencyReport");
    client.send({ type: "InjectUserMessage", content: "And now?" });
    expect((await client.next("Error")).code).toBe("FAILED_TO_THINK");
    expect(await client.closed()).toBe(1011);
  });

  it("is waited for no longer than its limit", async () => {
    const client = await visit((await endpoint()).url, 50);
    client.send({ type: "InjectUserMessage", content: "Hello?" });
    expect((await client.next("Error")).code).toBe("FAILED_TO_THINK");
  });

  it("that calls what was not offered ends the session", async () => {
    const client = await visit((await endpoint(says(null, ["a", "launch", "{}"]))).url);
    client.send({ type: "InjectUserMessage", content: "Launch." });
    const { code, description } = await client.next("Error");
    expect([code, description]).toEqual([
      "NON_EXISTENT_FUNCTION_CALLED",
      'The function "launch" was called, which was not offered.',
    ]);
  });
});

describe("the endpoint's mind", () => {
  const instructions = { prompt: "", functions: [] };
  const signal = new AbortController().signal;
  const mindAt = (url: string, context: Parameters<typeof openaiMind>[0]["context"] = []) =>
    openaiMind({ url, model: "tiny", greeting: "", context, warn: () => undefined });

  it("takes up a conversation with its function calls", async () => {
    const { url, asked } = await endpoint(says("Yes."));
    const call = { id: "fc_1", name: "get_orders", client_side: true, arguments: "{}", response: "none" };
    const mind = mindAt(url, [
      { type: "History", role: "user", content: "My orders?" },
      { type: "History", function_calls: [call] },
    ]);
    await mind.hear("Still there?", instructions, signal);
    expect(asked[0]!.messages.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "user"]);
    expect(asked[0]).not.toHaveProperty("tools");
  });

  it("sends a bounded number of messages", async () => {
    const { url, asked } = await endpoint(says("Yes."));
    const context = Array.from({ length: 2 * MAX_SENT_MESSAGES }, (_, i) => ({
      type: "History" as const,
      role: i % 2 === 0 ? ("user" as const) : ("assistant" as const),
      content: String(i),
    }));
    await mindAt(url, context).hear("Now?", instructions, signal);
    expect(asked[0]!.messages.length).toBeLessThanOrEqual(MAX_SENT_MESSAGES);
    expect(asked[0]!.messages[0]!.role).toBe("user");
  });

  it("reads a bounded answer", async () => {
    const huge = " ".repeat(MAX_COMPLETION_BYTES + 1);
    const { url } = await endpoint(huge, huge);
    await expect(mindAt(url).hear("Now?", instructions, signal)).rejects.toThrow("has more than");
  });

  it("names an endpoint that is not there", async () => {
    await expect(mindAt("http://127.0.0.1:1/v1").hear("Now?", instructions, signal)).rejects.toThrow(
      "The request to http://127.0.0.1:1/v1/chat/completions failed",
    );
  });
});
