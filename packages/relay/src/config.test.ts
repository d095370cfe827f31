import { describe, expect, it } from "vitest";
import { checkProduction, describeConfig, readConfig } from "./config.js";

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
      MAX_SESSIONS: 500,
      MAX_SESSIONS_PER_ADDRESS: 5,
      MAX_SOCKETS: 2_000,
      RETENTION_DAYS: 90,
      DEEPGRAM_DOLLARS_PER_MINUTE: 0.075,
      DRAIN_SECONDS: 120,
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
    ["MAX_SESSIONS", "0", "MAX_SESSIONS=0 is not valid: must be a whole number from 1"],
    ["TRUST_PROXY", "10.0.0", "TRUST_PROXY=10.0.0 is not valid: must be a number of proxies"],
    ["DEEPGRAM_DOLLARS_PER_MINUTE", "free", "must be a number of dollars from 0 to 100."],
    ["RELAY_SITES", "[{}]", "RELAY_SITES is not valid: the site number 1: its field id must be a text."],
    ["RELAY_SITES", "nowhere.json", "RELAY_SITES is not valid: the file nowhere.json cannot be read"],
    ["SEED_DEMO", "perhaps", "SEED_DEMO=perhaps is not valid: must be one of true, false."],
  ])("refuses %s=%s in one sentence", (name, value, sentence) => {
    expect(() => readConfig({ [name]: value })).toThrow(sentence);
  });

  it("is closed in production: there must be sites and a secret", () => {
    const sites = '[{ "id": "shop", "key": "pk_shop", "origins": ["https://shop.example"] }]';
    const secret = "sixteen letters!";
    const check = (env: Record<string, string>) => () => checkProduction(readConfig(env));
    expect(check({})).not.toThrow();
    expect(check({ NODE_ENV: "production" })).toThrow("set RELAY_SITES and RELAY_TOKEN_SECRET");
    expect(check({ NODE_ENV: "production", RELAY_SITES: sites })).toThrow(/: set RELAY_TOKEN_SECRET/);
    expect(check({ NODE_ENV: "production", RELAY_TOKEN_SECRET: secret })).toThrow(/: set RELAY_SITES \(/);
    expect(check({ NODE_ENV: "production", RELAY_SITES: sites, RELAY_TOKEN_SECRET: secret })).not.toThrow();
    for (const name of ["RELAY_TOKEN_SECRET", "STAFF_SECRET"])
      expect(check({ NODE_ENV: "production", [name]: "hunter2" })).toThrow(
        `${name} must have at least 16 characters in production: \`openssl rand -base64 32\` prints some.`,
      );
  });

  it("is described variable by variable", () => {
    expect(describeConfig()).toContain(
      "PORT                      port to listen on; 0 takes any free one (default 8080)",
    );
    for (const line of describeConfig().split("\n")) expect(line).toMatch(/^ {2}[A-Z_]+ +\S/);
  });
});
