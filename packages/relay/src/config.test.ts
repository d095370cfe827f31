import { describe, expect, it } from "vitest";
import { describeConfig, readConfig } from "./config.js";

describe("the configuration", () => {
  it("has a default for everything but keys and folders", () => {
    expect(readConfig({ PATH: "/bin" })).toMatchObject({
      PORT: 8080,
      HOST: "127.0.0.1",
      DATA_DIR: ".data",
      DEEPGRAM_URL: "wss://agent.deepgram.com",
      SHOP_TIME_ZONE: "America/New_York",
      IDLE_SECONDS: 120,
      MAX_SECONDS: 900,
      LOG_LEVEL: "info",
    });
  });

  it("takes an empty variable for an absent one", () => {
    expect(readConfig({ PORT: "", DEEPGRAM_API_KEY: "" })).toMatchObject({ PORT: 8080 });
    expect(readConfig({ DEEPGRAM_API_KEY: "" }).DEEPGRAM_API_KEY).toBeUndefined();
  });

  it.each([
    ["PORT", "http", "PORT=http is not valid: must be a whole number from 0 to 65535."],
    ["PORT", "70000", "PORT=70000 is not valid: must be a whole number from 0 to 65535."],
    ["DEEPGRAM_URL", "https://agent.deepgram.com", "must be an address that begins with ws:// or wss://"],
    ["SHOP_TIME_ZONE", "Mars/Olympus", "must be an IANA time zone"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL=loud is not valid"],
    ["NODE_ENV", "prod", "NODE_ENV=prod is not valid"],
    ["SEED_DEMO", "perhaps", "SEED_DEMO=perhaps is not valid: must be one of true, false."],
  ])("refuses %s=%s in one sentence", (name, value, sentence) => {
    expect(() => readConfig({ [name]: value })).toThrow(sentence);
  });

  it("is described variable by variable", () => {
    expect(describeConfig()).toContain("PORT               port to listen on; 0 takes any free one (default 8080)");
    expect(describeConfig().split("\n")).toHaveLength(15);
  });
});
