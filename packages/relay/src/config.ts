import { z } from "zod";
import { StartError } from "./errors.js";

const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

const oneOf = <const V extends readonly string[]>(values: V) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });

const DAY_SECONDS = 86_400;

const timeZone = z.string().refine(
  (value) => {
    try {
      new Intl.DateTimeFormat("en-US", { timeZone: value });
      return true;
    } catch {
      return false;
    }
  },
  { error: "must be an IANA time zone such as America/New_York" },
);

/** Every variable that the relay reads, once, at start; the schema is the source of `--help`, too. */
const schema = z.object({
  PORT: wholeNumber(0, 65_535).default(8080).describe("port to listen on; 0 takes any free one"),
  HOST: z.string().min(1).default("127.0.0.1").describe("address to listen on"),
  DATA_DIR: z.string().min(1).default(".data").describe("folder of the embedded store"),
  DEEPGRAM_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe("Deepgram's key; without it the emulator runs beside the relay"),
  DEEPGRAM_URL: z
    .url({ protocol: /^wss?$/, error: "must be an address that begins with ws:// or wss://" })
    .default("wss://agent.deepgram.com")
    .describe("where Deepgram's Voice Agent API is"),
  KNOWLEDGE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe("folder of the texts that the agent answers from; default: built in"),
  SHOP_TIME_ZONE: timeZone.default("America/New_York").describe("the shop's time zone"),
  RESUME_SECONDS: wholeNumber(0, DAY_SECONDS)
    .default(30)
    .describe("how long a call whose connection was lost can be taken up again"),
  IDLE_PROMPT_SECONDS: wholeNumber(1, DAY_SECONDS)
    .default(60)
    .describe("after so long without a word the agent asks whether anybody is there"),
  IDLE_SECONDS: wholeNumber(1, DAY_SECONDS).default(120).describe("a call in which nothing happens for so long ends"),
  MAX_SECONDS: wholeNumber(1, DAY_SECONDS).default(900).describe("the longest call"),
  SEED_DEMO: oneOf(["true", "false"])
    .default("true")
    .describe("demonstration customers go into a new embedded store, outside production only"),
  SITE_DIR: z.string().min(1).optional().describe("folder of static files served at /"),
  LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info")
    .describe("what is logged"),
  NODE_ENV: oneOf(["development", "test", "production"])
    .default("development")
    .describe("production is closed by default"),
});

export type Config = z.infer<typeof schema>;

/**
 * Reads the configuration. An empty variable counts as absent.
 * @throws StartError naming the variable and what it must be.
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== "");
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? "");
  throw new StartError(`${name}=${environment[name] ?? ""} is not valid: ${issue?.message ?? "unknown value"}.`);
};

/** One line a variable: name, default, meaning. */
export const describeConfig = (): string =>
  Object.entries(schema.shape)
    .map(([name, field]) => {
      const fallback = field.safeParse(undefined).data;
      const shown = fallback === undefined ? "" : ` (default ${String(fallback)})`;
      return `  ${name.padEnd(18)} ${field.description ?? ""}${shown}`;
    })
    .join("\n");
