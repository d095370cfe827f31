import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { begin, connect, INPUT_RATE, settings, spoken } from "../../test/client.js";
import { encode, ENCODINGS, INPUT_RATES, outputRates } from "../speech/encoding.js";
import { createResampler } from "../speech/resample.js";
import { MAX_DELAY_MS } from "../taps/fault.js";
import { startEmulator, type Emulator } from "./emulator.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ recogniser: "none" });
});
afterAll(() => emulator.close());

const provider = { type: "deepgram", version: "v2", model: "flux-general-en" };
const voice = { type: "deepgram", model: "aura-2-thalia-en" };
const listen = (changes: object): object => settings({ listen: { provider: { ...provider, ...changes } } });
const speak = (changes: object): object => settings({ speak: { provider: { ...voice, ...changes } } });
const flux = { type: "deepgram", version: "v2", model: "flux-kit-en" };

describe("Settings that are valid in shape are refused", () => {
  it.each([
    ["Flux's ears without their version", listen({ version: undefined }), "INVALID_SETTINGS"],
    ["a threshold out of its range", listen({ eot_threshold: 0.4 }), "INVALID_SETTINGS"],
    ["an eager threshold out of its range", listen({ eager_eot_threshold: 0.95 }), "INVALID_SETTINGS"],
    [
      "an eager threshold above the other",
      listen({ eager_eot_threshold: 0.8, eot_threshold: 0.6 }),
      "INVALID_SETTINGS",
    ],
    ["a language for Deepgram's voices", speak({ language: "en" }), "UNPARSABLE_CLIENT_MESSAGE"],
    ["a speed that Aura has not", speak({ speed: 0.6 }), "FAILED_TO_SPEAK"],
    ["a speed between Flux's", settings({ speak: { provider: { ...flux, speed: 1.12 } } }), "FAILED_TO_SPEAK"],
    [
      "a bit rate for Flux's voice",
      {
        ...settings({ speak: { provider: flux } }),
        audio: { output: { encoding: "linear16", sample_rate: 24000, bitrate: 48000 } },
      },
      "INVALID_SETTINGS",
    ],
    [
      "a container",
      { ...settings(), audio: { output: { encoding: "linear16", sample_rate: 24000, container: "wav" } } },
      "INVALID_SETTINGS",
    ],
  ])("for %s", async (_, message, code) => {
    const client = await connect(emulator.url);
    client.send(message);
    expect((await client.next("Error")).code).toBe(code);
  });

  it.each([0.6, 1.15])("but not a voice of Flux's at the speed %d", async (speed) => {
    await begin(emulator.url, settings({ speak: { provider: { ...flux, speed } } }));
  });
});

describe("updates", () => {
  it("of a part of listening keep the rest", async () => {
    const client = await begin(emulator.url, listen({ eot_threshold: 0.6 }));
    client.send({ type: "UpdateListen", listen: { provider: { ...provider, keyterms: ["cortado"] } } });
    await client.next("ListenUpdated");
    client.send({ type: "UpdateListen", listen: { provider: { ...provider, eager_eot_threshold: 0.7 } } });
    expect((await client.next("Error")).description).toContain("above eot_threshold 0.6");
  });

  it("of the end of a turn hold for the turn that is open", async () => {
    const client = await begin(emulator.url, listen({ eot_threshold: 1, eot_timeout_ms: 10_000 }));
    client.speak(await spoken("Hello."));
    await client.next("UserStartedSpeaking");
    client.speak(new Int16Array(4 * INPUT_RATE));
    client.send({ type: "UpdateListen", listen: { provider: { ...provider, eot_threshold: 0.5 } } });
    await client.next("ListenUpdated");
    expect(client.types()).not.toContain("EndOfTurn");
    client.speak(new Int16Array(INPUT_RATE / 10));
    await client.next("EndOfTurn");
  });

  it("of the prompt add to it: the agent goes by both", async () => {
    const think = {
      provider: { type: "open_ai", model: "gpt-4o-mini" },
      prompt: "You work for a shop.",
      functions: [{ name: "check_availability", description: "", parameters: {} }],
    };
    const client = await begin(emulator.url, settings({ greeting: undefined, think }));
    client.send({ type: "UpdatePrompt", prompt: "It is Monday, November 23, 2026, 5:50 PM." });
    await client.next("PromptUpdated");
    client.send({ type: "InjectUserMessage", content: "What times do you have tomorrow?" });
    const { functions } = await client.next("FunctionCallRequest");
    expect(JSON.parse(functions[0]!.arguments)).toEqual({ start_date: "2026-11-24" });
  });

  it("of the voice are heard from the next sentence on", async () => {
    const client = await begin(emulator.url, settings({ greeting: undefined }));
    const heard = async (): Promise<number> => {
      const from = client.seen.length;
      client.send({ type: "InjectAgentMessage", message: "This is one sentence for both of them.", behavior: "queue" });
      await client.next("AgentAudioDone");
      return client.seen.slice(from).reduce((sum, one) => (one.type === "audio" ? sum + one.bytes : sum), 0);
    };
    const [woman, again] = [await heard(), await heard()];
    client.send({ type: "UpdateSpeak", speak: { provider: { ...voice, model: "aura-2-orion-en" } } });
    await client.next("SpeakUpdated");
    expect(again).toBe(woman);
    expect(await heard()).not.toBe(woman);
  });

  it("of Nova's keyterms are not possible", async () => {
    const nova = { type: "deepgram", version: "v1", model: "nova-3" };
    const client = await begin(emulator.url, settings({ listen: { provider: nova } }));
    client.send({ type: "UpdateListen", listen: { provider: { ...nova, keyterms: ["cortado"] } } });
    expect((await client.next("Warning")).code).toBe("UPDATE_LISTEN_UNSUPPORTED_FIELDS_CHANGED");
  });

  it("of thinking replace the functions", async () => {
    const think = { provider: { type: "open_ai", model: "gpt-4o" }, functions: [] };
    const client = await begin(emulator.url, settings({ greeting: undefined, think }));
    const functions = [{ name: "search_knowledge_base", description: "", parameters: {} }];
    client.send({ type: "UpdateThink", think: [{ ...think, functions }] });
    await client.next("ThinkUpdated");
    client.send({ type: "InjectUserMessage", content: "What are your prices?" });
    expect((await client.next("FunctionCallRequest")).functions[0]!.name).toBe("search_knowledge_base");
  });

  it("of thinking to one of Google's models bring signatures of the calls", async () => {
    const client = await begin(emulator.url, settings({ greeting: undefined }));
    const ask = async () => {
      client.send({ type: "InjectUserMessage", content: "What are your prices?" });
      const call = (await client.next("FunctionCallRequest")).functions[0]!;
      const { id, name, thought_signature } = call;
      client.send({ type: "FunctionCallResponse", id, name, content: '{"answer":"Ten."}', thought_signature });
      await client.next("LatencyReport");
      const called = client.seen.flatMap((one) => ("function_calls" in one ? one.function_calls : [])).at(-1);
      return [call.thought_signature, called?.thought_signature];
    };
    expect(await ask()).toEqual([undefined, undefined]);
    const functions = [{ name: "search_knowledge_base", description: "", parameters: {} }];
    const think = { provider: { type: "google", model: "gemini-2.5-flash" }, prompt: "", functions };
    client.send({ type: "UpdateThink", think });
    await client.next("ThinkUpdated");
    const [asked, told] = await ask();
    expect(asked).toMatch(/^signature /);
    expect(told).toBe(asked);
    expect(client.invalid).toEqual([]);
  });

  it("of the voice with a speed that it has not end the session", async () => {
    const client = await begin(emulator.url);
    client.send({ type: "UpdateSpeak", speak: { provider: { ...voice, speed: 3 } } });
    expect((await client.next("Error")).code).toBe("FAILED_TO_SPEAK");
  });
});

describe("a conversation that was held before", () => {
  it("is taken up with its function calls: the caller is known", async () => {
    const call = {
      id: "fc_1",
      name: "find_customer",
      client_side: true,
      arguments: '{"phone":"+12125550142"}',
      response: JSON.stringify({ id: "CUST0001", name: "Maya Torres", phone: "+12125550142" }),
    };
    const messages = [
      { type: "History", role: "user", content: "My number is 212 555 0142." },
      { type: "History", function_calls: [call] },
    ];
    const names = ["find_customer", "get_orders"];
    const functions = names.map((name) => ({ name, description: "", parameters: {} }));
    const think = { provider: { type: "open_ai", model: "gpt-4o-mini" }, prompt: "", functions };
    const client = await begin(emulator.url, settings({ think, greeting: undefined, context: { messages } }));
    client.send({ type: "InjectUserMessage", content: "What did I order last? Show me my orders." });
    const { functions: calls } = await client.next("FunctionCallRequest");
    expect(JSON.parse(calls.at(-1)!.arguments)).toMatchObject({ customer_id: "CUST0001" });
  });
});

describe("audio", () => {
  it("is heard in every encoding, at every rate", async () => {
    const words = await spoken("What are your opening hours on Saturday?");
    for (const encoding of ENCODINGS) {
      for (const sampleRate of INPUT_RATES) {
        const audio = { input: { encoding, sample_rate: sampleRate } };
        const client = await begin(emulator.url, { ...settings({ greeting: undefined }), audio });
        const bytes = encode(createResampler(INPUT_RATE, sampleRate).push(words), encoding);
        for (let at = 0; at < bytes.length; at += 4_096) client.socket.send(bytes.subarray(at, at + 4_096));
        await client.next("UserStartedSpeaking");
        await client.next("EndOfTurn");
        client.socket.terminate();
      }
    }
  });

  it("is spoken in every encoding, at every rate, in frames of 20 to 60 ms", async () => {
    const lengths = new Map<string, number>();
    for (const encoding of ENCODINGS) {
      for (const sampleRate of outputRates(encoding)) {
        const audio = { output: { encoding, sample_rate: sampleRate } };
        const client = await begin(emulator.url, { ...settings({ greeting: "Yes." }), audio });
        await client.next("AgentAudioDone");
        const frames = client.seen.filter((one) => one.type === "audio");
        const bytesASecond = sampleRate * (encoding === "linear16" ? 2 : 1);
        expect(frames[0]!.bytes).toBe(bytesASecond / 25);
        for (const frame of frames) {
          expect(frame.bytes).toBeGreaterThanOrEqual(bytesASecond / 50);
          expect(frame.bytes).toBeLessThanOrEqual((bytesASecond * 3) / 50);
        }
        const bytes = frames.reduce((sum, frame) => sum + frame.bytes, 0);
        lengths.set(`${encoding} ${sampleRate}`, Math.round((100 * bytes) / bytesASecond) / 100);
        client.socket.terminate();
      }
    }
    const seconds = [...lengths.values()];
    expect(Math.max(...seconds) - Math.min(...seconds)).toBeLessThan(0.02);
  });
});

describe("the user's words", () => {
  it("have their languages with the model that hears several, as hinted since the last update", async () => {
    const multi = { model: "flux-general-multi" };
    const client = await begin(emulator.url, listen({ ...multi, language_hints: ["en", "es"] }));
    client.send({ type: "InjectUserMessage", content: "hello" });
    client.send({ type: "UpdateListen", listen: { provider: { ...provider, ...multi } } });
    client.send({ type: "InjectUserMessage", content: "hello again" });
    await client.next("LatencyReport");
    const texts = client.seen.filter((one) => one.type === "ConversationText");
    const users = texts.filter(({ role }) => role === "user");
    expect(users).toMatchObject([{ languages_hinted: ["en", "es"], languages: ["en"] }, { languages_hinted: [] }]);
    expect(texts.find(({ role }) => role === "assistant")).not.toHaveProperty("languages");
    expect(client.invalid).toEqual([]);
  });
});

describe("the end of the emulator", () => {
  it("is told", async () => {
    const ending = await startEmulator({ recogniser: "none" });
    const client = await begin(ending.url, settings({ greeting: undefined }));
    await ending.close();
    expect((await client.next("Error")).code).toBe("SERVER_GOING_AWAY");
    expect(await client.closed()).toBe(1001);
  });

  it("does not wait for what is sent late", async () => {
    const late = { fault: "delay", type: "Welcome", ms: MAX_DELAY_MS } as const;
    const ending = await startEmulator({ recogniser: "none", faults: [late] });
    const socket = new WebSocket(`${ending.url}/v1/agent/converse`, { headers: { authorization: "Token test" } });
    const closed = once(socket, "close");
    await once(socket, "open");
    await ending.close();
    expect((await closed)[0]).toBe(1006);
  });
});
