import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, settings } from "../../test/client.js";
import { startEmulator, type Emulator } from "./emulator.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ recogniser: "none" });
});
afterAll(() => emulator.close());

describe("injected words of the agent", () => {
  const long = "This is a greeting that goes on for quite a while, so that there is time to say something in between.";

  it("are refused, queued, or interrupt", async () => {
    const client = await begin(emulator.url, settings({ greeting: long }));
    await client.next("audio");
    client.send({ type: "InjectAgentMessage", message: "Refused." });
    await client.next("InjectionRefused");
    client.send({ type: "InjectAgentMessage", message: "Queued.", behavior: "queue" });
    await client.next("AgentAudioDone");
    await client.next("AgentAudioDone");
    client.send({ type: "InjectAgentMessage", message: "Now.", behavior: "interrupt" });
    await client.next("AgentAudioDone");
    const texts = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(texts).toEqual([long, "This is the offline assistant.", "Queued.", "Now."]);
  });

  it("cut what is being said as an interruption, and nothing more comes of it", async () => {
    const many = Array.from({ length: 30 }, (_, i) => `This is sentence number ${i} of a greeting.`).join(" ");
    const client = await begin(emulator.url, settings({ greeting: many }));
    await client.next("audio");
    client.send({ type: "InjectAgentMessage", message: "Now.", behavior: "interrupt" });
    await client.next("AgentAudioDone");
    const texts = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(texts.at(-1)).toBe("Now.");
    expect(texts).not.toContain("This is sentence number 29 of a greeting.");
  });
});
