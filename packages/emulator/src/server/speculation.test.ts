import { afterAll, describe, expect, it } from "vitest";
import { begin, INPUT_RATE, settings, spoken, type Client } from "../../test/client.js";
import { scriptedRecogniser } from "../speech/recogniser.js";
import { startEmulator, type EmulatorOptions } from "./emulator.js";

const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of open) await close();
});

const HOURS = "What are your opening hours?";
const ANSWER = '{"found":true,"answer":"We open at 9."}';

async function call(
  texts: readonly (string | readonly string[])[],
  functions: object[] = [{ name: "search_knowledge_base", description: "", parameters: {} }],
  options: EmulatorOptions = {},
  provider: object = { eager_eot_threshold: 0.3, eot_threshold: 0.9 },
): Promise<Client> {
  const emulator = await startEmulator({ recogniser: scriptedRecogniser(texts), ...options });
  open.push(emulator.close);
  const client = await begin(
    emulator.url,
    settings({
      greeting: undefined,
      think: {
        provider: { type: "open_ai", model: "gpt-4o-mini" },
        prompt: "It is Monday, November 23, 2026, 5:50 PM.",
        functions,
      },
      listen: { provider: { type: "deepgram", version: "v2", model: "flux-general-en", ...provider } },
    }),
  );
  client.speak(silence(300));
  return client;
}

const silence = (ms: number): Int16Array => new Int16Array((INPUT_RATE * ms) / 1000);

/** Speech without the silence around it, the voice's own included. */
async function words(text: string): Promise<Int16Array> {
  const samples = await spoken(text);
  const loud = (sample: number): boolean => Math.abs(sample) > 500;
  return samples.subarray(samples.findIndex(loud), samples.findLastIndex(loud));
}

const respond = (client: Client, id: string, content = ANSWER): void =>
  client.send({ type: "FunctionCallResponse", id, name: "search_knowledge_base", content });

const told = (client: Client): string[] =>
  client.types().filter((type) => !["audio", "History", "Welcome", "SettingsApplied"].includes(type));

describe("a short pause", () => {
  it("lets a function be called before the turn is over, and its answer be used when it is", async () => {
    const client = await call([HOURS]);
    client.speak(await words("What are your opening hours?"));
    client.speak(silence(450));
    const { functions } = await client.next("FunctionCallRequest");
    expect(told(client)).toEqual(["UserStartedSpeaking", "FunctionCallRequest"]);
    respond(client, functions[0]!.id);
    client.speak(silence(900));
    await client.next("LatencyReport");
    expect(told(client)).toEqual([
      "UserStartedSpeaking",
      "FunctionCallRequest",
      "ConversationText",
      "EndOfTurn",
      "AgentThinking",
      "ConversationText",
      "ConversationText",
      "AgentAudioDone",
      "LatencyReport",
    ]);
    expect(client.invalid).toEqual([]);
  });

  it("is not the end when the user goes on: the call is cancelled, and a late answer is dropped", async () => {
    const client = await call([[HOURS, "What are your prices?"]]);
    client.speak(await words("What are your opening hours?"));
    client.speak(silence(450));
    const first = (await client.next("FunctionCallRequest")).functions[0]!;
    client.speak(await words("No, I mean the prices of your courses."));
    const cancelled = await client.next("FunctionCallCancelled");
    expect(cancelled.functions).toEqual([{ id: first.id, name: first.name }]);
    respond(client, first.id, '{"found":true,"answer":"Too late."}');
    client.speak(silence(1500));
    const second = (await client.next("FunctionCallRequest")).functions[0]!;
    expect(JSON.parse(second.arguments)).toEqual({ query: "What are your prices?" });
    respond(client, second.id, '{"found":true,"answer":"Ten dollars."}');
    await client.next("LatencyReport");
    const texts = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(texts).toEqual(["What are your prices?", "This is the offline assistant.", "Ten dollars."]);
    const calls = client.seen.filter((one) => one.type === "History" && "function_calls" in one);
    expect(calls).toHaveLength(1);
    expect(client.invalid).toEqual([]);
  });

  it("is not enough for a function that waits for the end of the turn", async () => {
    const deferred = [{ name: "search_knowledge_base", description: "", parameters: {}, defer_until_eot: true }];
    const client = await call([[HOURS, HOURS]], deferred);
    client.speak(await words("What are your opening hours?"));
    client.speak(silence(450));
    client.speak(await words("On Saturday and Sunday, I mean."));
    client.speak(silence(1500));
    const { functions } = await client.next("FunctionCallRequest");
    expect(told(client)).toEqual([
      "UserStartedSpeaking",
      "ConversationText",
      "EndOfTurn",
      "AgentThinking",
      "FunctionCallRequest",
    ]);
    respond(client, functions[0]!.id);
    await client.next("LatencyReport");
  });
});

describe("the end of a turn", () => {
  it("comes by the time limit where confidence is not asked", async () => {
    const client = await call(["hello"], [], {}, { eot_threshold: 1, eot_timeout_ms: 1200 });
    client.speak(await words("Hello."));
    client.speak(silence(1000));
    client.send({ type: "UpdatePrompt", prompt: "Everything before was taken in." });
    await client.next("PromptUpdated");
    expect(client.types()).not.toContain("EndOfTurn");
    client.speak(silence(400));
    expect((await client.next("EndOfTurn")).trigger).toBe("timeout");
  });

  it("comes later the surer it must be", async () => {
    const client = await call(["hello"], [], {}, { eot_threshold: 0.9 });
    client.speak(await words("Hello."));
    client.speak(silence(850));
    client.send({ type: "UpdatePrompt", prompt: "Everything before was taken in." });
    await client.next("PromptUpdated");
    expect(client.types()).not.toContain("EndOfTurn");
    client.speak(silence(300));
    expect((await client.next("EndOfTurn")).trigger).toBe("model");
  });

  it("comes on demand", async () => {
    const client = await call(["hello"]);
    client.speak(await words("Hello, I am still talking."));
    await client.next("UserStartedSpeaking");
    client.send({ type: "ForceEndTurn" });
    expect((await client.next("EndOfTurn")).trigger).toBe("model");
    client.send({ type: "ForceEndTurn" });
    client.send({ type: "UpdatePrompt", prompt: "No turn is open, so nothing comes of it." });
    await client.next("PromptUpdated");
    expect(client.types().filter((type) => type === "EndOfTurn")).toHaveLength(1);
    expect(client.types()).not.toContain("Warning");
  });
});

describe("a turn while a function is called", () => {
  it("waits for its answer, which is used", async () => {
    const client = await call(["What are your prices?"]);
    client.send({ type: "InjectUserMessage", content: HOURS });
    const first = (await client.next("FunctionCallRequest")).functions[0]!;
    client.speak(await words("What are your prices?"));
    client.speak(silence(1500));
    await client.next("EndOfTurn");
    expect(client.types()).not.toContain("FunctionCallCancelled");
    respond(client, first.id);
    const second = (await client.next("FunctionCallRequest")).functions[0]!;
    respond(client, second.id, '{"found":true,"answer":"Ten dollars."}');
    await client.next("LatencyReport");
    await client.next("LatencyReport");
    const texts = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(texts).toEqual([
      HOURS,
      "What are your prices?",
      "This is the offline assistant.",
      "We open at 9.",
      "Ten dollars.",
    ]);
  });
});
