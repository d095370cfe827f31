import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { DEFAULT_TIME_ZONE, PATIENCE_MS, playScenario } from "./play-scenario.js";
import { readScenario } from "./read-scenario.js";
import { reportText, type Report } from "./report.js";

const HELP = `bean-brew-emulator run: plays scenarios against a relay, and reports what was seen

  bean-brew-emulator run scenario.yaml … --url ws://127.0.0.1:8080/ws --agent http://127.0.0.1:9000

  --url URL            the relay's address
  --agent URL          the emulator's address: where the arguments of calls are seen, and faults are set
  --site-secret-env VAR
                       the environment variable that holds the site's secret, where the relay serves sites
  --time-zone ZONE     where the scenarios' dates are meant (${DEFAULT_TIME_ZONE})
  --patience MS        how long what must be seen may take when the step does not say (${PATIENCE_MS})
  --json               the reports as one JSON list
  --help               this text

Ends with 0 when every step of every scenario was seen, with 1 when one was not, with 2 when it could not play.
`;

export interface RunSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  print(text: string): void;
  complain(text: string): void;
  now(): number;
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

function isAddress(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function readArguments(args: readonly string[], environment: RunSurroundings["environment"]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: "string" },
      agent: { type: "string" },
      "site-secret-env": { type: "string" },
      "time-zone": { type: "string", default: DEFAULT_TIME_ZONE },
      patience: { type: "string", default: String(PATIENCE_MS) },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { url = "", agent, json, help, "time-zone": timeZone, patience } = values;
  const secretName = values["site-secret-env"];
  const siteSecret = secretName === undefined ? undefined : environment[secretName];
  if (!help) {
    if (secretName !== undefined && !siteSecret)
      throw new Error(`--site-secret-env ${secretName}: there is no such variable.`);
    if (positionals.length === 0) throw new Error("name at least one scenario file.");
    if (!isAddress(url, ["ws:", "wss:"]))
      throw new Error("--url must be the relay's address, such as ws://127.0.0.1:8080/ws.");
    if (agent !== undefined && !isAddress(agent, ["http:", "https:"])) {
      throw new Error(`--agent ${agent} must be the emulator's address, such as http://127.0.0.1:9000.`);
    }
    if (!/^\d{1,7}$/.test(patience)) throw new Error(`--patience ${patience} must be a number of milliseconds.`);
    new Intl.DateTimeFormat("en-US", { timeZone });
  }
  return { files: positionals, url, agent, timeZone, patienceMs: Number(patience), siteSecret, json, help };
}

/** The command `run`: its exit code. */
export async function runCommand(args: readonly string[], surroundings: RunSurroundings): Promise<0 | 1 | 2> {
  const { print, complain, now, environment } = surroundings;
  try {
    const { files, json, help, agent, ...options } = readArguments(args, environment);
    if (help) {
      print(HELP);
      return 0;
    }
    // All are read before the first is played: a mistake in the last one is told at once.
    const scenarios = await Promise.all(files.map(async (file) => readScenario(await readFile(file, "utf8"), file)));
    const reports: Report[] = [];
    for (const scenario of scenarios) {
      const report = await playScenario(scenario, { ...options, ...(agent !== undefined && { agent }), now, after });
      reports.push(report);
      if (!json) print(`${reportText(report)}\n`);
    }
    if (json) print(`${JSON.stringify(reports, null, 2)}\n`);
    return reports.every(({ ok }) => ok) ? 0 : 1;
  } catch (cause) {
    complain(`bean-brew-emulator run: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 2;
  }
}
