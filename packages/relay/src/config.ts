import { IDENTITY_POLICIES } from "@bean-brew/tools";
import { z } from "zod";
import { readTrust } from "./auth/address.js";
import { readSites } from "./auth/sites.js";
import { loadCalendar } from "./calendar-file.js";
import { StartError } from "./errors.js";

const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

const oneOf = <const V extends readonly string[]>(values: V) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });

const DAY_SECONDS = 86_400;

/** Deepgram's list price of the Voice Agent API, in US dollars a minute in which a connection is open. */
const DOLLARS_PER_MINUTE = 0.075;
const MAX_DOLLARS_PER_MINUTE = 100;
const DOLLARS_ERROR = `must be a number of dollars from 0 to ${MAX_DOLLARS_PER_MINUTE}`;
const MAX_RETENTION_DAYS = 36_500;

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

/** In production, secrets are longer than what can be guessed. */
const MIN_SECRET_CHARACTERS = 16;

const sites = z.string().transform((value, context) => {
  try {
    return readSites(value);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof RangeError ? error.message : String(error) });
    return z.NEVER;
  }
});

const calendar = z.string().transform((value, context) => {
  try {
    return loadCalendar(value);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof RangeError ? error.message : String(error) });
    return z.NEVER;
  }
});

const trust = z.string().transform((value, context) => {
  const found = readTrust(value);
  if (found) return found;
  context.addIssue({ code: "custom", message: "must be a number of proxies, or their addresses and networks" });
  return z.NEVER;
});

/** What is said of their values when they are not valid is not the values. */
const HIDDEN = new Set(["DEEPGRAM_API_KEY", "MONGODB_URI", "RELAY_SITES", "RELAY_TOKEN_SECRET", "STAFF_SECRET"]);

/** Every variable that the relay reads, once, at start; the schema is the source of `--help`, too. */
const schema = z.object({
  PORT: wholeNumber(0, 65_535).default(8080).describe("port to listen on; 0 takes any free one"),
  HOST: z.string().min(1).default("127.0.0.1").describe("address to listen on"),
  DATA_DIR: z.string().min(1).default(".data").describe("folder of the embedded store"),
  MONGODB_URI: z.string().optional().describe("where MongoDB is; without it the embedded store is used"),
  MONGODB_DATABASE: z
    .string()
    .regex(/^[^/\\. "$*<>:|?\0]{1,63}$/, { error: 'must be a name of 1 to 63 characters, without /\\. "$*<>:|?' })
    .default("bean_and_brew")
    .describe("name of the database in MongoDB"),
  MONGODB_POOL_SIZE: wholeNumber(1, 1_000).default(20).describe("connections to MongoDB at most"),
  DEEPGRAM_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe("Deepgram's key; without it the emulator runs beside the relay"),
  DEEPGRAM_URL: z
    .url({ protocol: /^wss?$/, error: "must be an address that begins with ws:// or wss://" })
    .default("wss://agent.deepgram.com")
    .describe("where Deepgram's Voice Agent API is"),
  DEEPGRAM_DOLLARS_PER_MINUTE: z.coerce
    .number({ error: DOLLARS_ERROR })
    .min(0, { error: DOLLARS_ERROR })
    .max(MAX_DOLLARS_PER_MINUTE, { error: DOLLARS_ERROR })
    .default(DOLLARS_PER_MINUTE)
    .describe("what Deepgram takes for a minute of a call; a site's dollarsPerDay is counted by it"),
  RELAY_SITES: sites
    .optional()
    .describe("the websites that are served: JSON, or the path of a file; without it, this machine only"),
  RELAY_TOKEN_SECRET: z.string().optional().describe("signs the tokens by which pages come in"),
  STAFF_SECRET: z.string().optional().describe("opens what is for the staff, such as /metrics from elsewhere"),
  MAX_SESSIONS: wholeNumber(1, 100_000).default(500).describe("calls at once"),
  MAX_SESSIONS_PER_ADDRESS: wholeNumber(1, 100_000).default(5).describe("calls at once from one address"),
  MAX_SOCKETS: wholeNumber(1, 1_000_000).default(2_000).describe("connections at once, of calls or not yet"),
  TRUST_PROXY: trust
    .optional()
    .describe("proxies whose X-Forwarded-For is believed: how many, or their addresses and networks"),
  KNOWLEDGE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe("folder of the texts that the agent answers from; default: built in"),
  TEMPLATES_DIR: z
    .string()
    .min(1)
    .optional()
    .describe("folder of templates of one's own, one YAML file each, beside the built-in ones"),
  EMBEDDING_MODEL: z
    .string()
    .min(1)
    .optional()
    .describe("sentence model of the knowledge search: a folder, a hub id, or none; default: built in"),
  SHOP_TIME_ZONE: timeZone.default("America/New_York").describe("the shop's time zone"),
  SHOP_CALENDAR: calendar
    .optional()
    .describe("YAML file of the shop's hours, exceptions, services and capacity; default: Monday to Friday, 9 to 5"),
  IDENTITY_POLICY: oneOf(IDENTITY_POLICIES)
    .default("one")
    .describe("what proves who a caller is: one thing on file, two, or only the site's word (signed-in)"),
  TOOLS_MODULE: z.string().min(1).optional().describe("file of a JavaScript module that makes tools of one's own"),
  RESUME_SECONDS: wholeNumber(0, DAY_SECONDS)
    .default(30)
    .describe("how long a call whose connection was lost can be taken up again"),
  IDLE_PROMPT_SECONDS: wholeNumber(1, DAY_SECONDS)
    .default(60)
    .describe("after so long without a word the agent asks whether anybody is there"),
  IDLE_SECONDS: wholeNumber(1, DAY_SECONDS).default(120).describe("a call in which nothing happens for so long ends"),
  MAX_SECONDS: wholeNumber(1, DAY_SECONDS).default(900).describe("the longest call"),
  WRAP_UP_SECONDS: wholeNumber(0, DAY_SECONDS)
    .default(60)
    .describe("how long before the longest call is over the agent says so; at most half of it"),
  FAREWELL_SECONDS: wholeNumber(1, DAY_SECONDS)
    .default(3)
    .describe("how long the model may take to say its farewell before the relay says it"),
  FILLER_MS: wholeNumber(1, DAY_SECONDS * 1_000)
    .default(1_200)
    .describe("after so long a tool is spoken over, in milliseconds"),
  RETENTION_DAYS: wholeNumber(1, MAX_RETENTION_DAYS).default(90).describe("conversations that are older are erased"),
  DRAIN_SECONDS: wholeNumber(0, DAY_SECONDS)
    .default(120)
    .describe("how long calls may go on after SIGTERM; a second signal ends them"),
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
  const shown = HIDDEN.has(name) ? name : `${name}=${environment[name] ?? ""}`;
  throw new StartError(`${shown} is not valid: ${issue?.message ?? "unknown value"}.`);
};

/**
 * In production the relay is closed to whom it does not know.
 * @throws StartError naming what is to be set.
 */
export const checkProduction = ({ NODE_ENV, RELAY_SITES, RELAY_TOKEN_SECRET, STAFF_SECRET }: Config): void => {
  if (NODE_ENV !== "production") return;
  const secrets = { RELAY_TOKEN_SECRET, STAFF_SECRET };
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret === undefined || secret.length >= MIN_SECRET_CHARACTERS) continue;
    throw new StartError(
      `${name} must have at least ${MIN_SECRET_CHARACTERS} characters in production: \`openssl rand -base64 32\` prints some.`,
    );
  }
  if (RELAY_SITES && RELAY_TOKEN_SECRET) return;
  const missing = [!RELAY_SITES && "RELAY_SITES", !RELAY_TOKEN_SECRET && "RELAY_TOKEN_SECRET"].filter(Boolean);
  throw new StartError(
    `In production the relay serves the sites that it knows: set ${missing.join(" and ")} (docs/deploying.md), or leave NODE_ENV=production away.`,
  );
};

/** One line a variable: name, default, meaning. */
export const describeConfig = (): string =>
  Object.entries(schema.shape)
    .map(([name, field]) => {
      const fallback = field.safeParse(undefined).data;
      const shown = fallback === undefined ? "" : ` (default ${String(fallback)})`;
      return `  ${name.padEnd(25)} ${field.description ?? ""}${shown}`;
    })
    .join("\n");
