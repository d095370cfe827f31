import { checkProduction, readConfig, type Config } from "../config.js";
import { startEmulatorProcess } from "../emulator-process.js";
import { StartError } from "../errors.js";
import { startRelay } from "../relay.js";
import { openLog } from "../telemetry/log.js";
import { fail, say, takeNoArguments } from "./terminal.js";

interface Agent {
  readonly url: string;
  readonly apiKey: string;
  stop(): void;
}

/** Deepgram where there is a key; else, outside production, the emulator beside the relay. */
const openAgent = async (config: Config, onExit: () => void): Promise<Agent> => {
  if (config.DEEPGRAM_API_KEY !== undefined) {
    return { url: config.DEEPGRAM_URL, apiKey: config.DEEPGRAM_API_KEY, stop: () => undefined };
  }
  if (config.NODE_ENV === "production") {
    throw new StartError(
      "In production a Deepgram key is needed: set DEEPGRAM_API_KEY, or leave NODE_ENV=production away to try the relay with the emulator.",
    );
  }
  say("No DEEPGRAM_API_KEY: the emulator, an offline stand-in for Deepgram, hears and talks instead.");
  const emulator = await startEmulatorProcess(onExit);
  return { ...emulator, apiKey: "emulator" };
};

/** Serves until a signal comes. */
export const run = async (args: readonly string[]): Promise<void> => {
  takeNoArguments("serve", args);
  const config = readConfig(process.env);
  const log = openLog(config.LOG_LEVEL);
  const agent = await openAgent(config, () => fail(new StartError("The emulator has ended; so does the relay.")));
  checkProduction(config);
  if (config.MONGODB_URI === undefined)
    say(`No MONGODB_URI: customers and appointments are kept on disk, in ${config.DATA_DIR}.`);
  if (!config.RELAY_SITES) say("No RELAY_SITES: only pages and programs of this machine are served.");
  const relay = await startRelay({ config, apiKey: agent.apiKey, agentUrl: agent.url, log, now: Date.now });
  let signals = 0;
  const stop = (): void => {
    signals += 1;
    if (signals > 2) process.exit(1);
    if (signals === 1 && relay.sessions > 0) {
      say(
        `stopping once the calls are over (${relay.sessions}), in ${config.DRAIN_SECONDS} s at the latest; again: at once`,
      );
    }
    void (signals === 1 ? relay.drain() : relay.close()).then(() => {
      agent.stop();
      process.exit(0);
    });
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // Said last: who has read it may send a signal.
  say(`listening on ${relay.url}`);
};
