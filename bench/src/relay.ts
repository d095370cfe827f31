import { performance } from "node:perf_hooks";
import { machineNow } from "./machine.js";
import { shuffled } from "./statistics.js";
import { table } from "./table.js";
import { churn, growth } from "./relay/churn.js";
import { verdictOfGrowth } from "./relay/goals.js";
import { readOptions, type RelayBenchOptions } from "./relay/options.js";
import { reportOf } from "./relay/report.js";
import { runTrial, type Trial } from "./relay/trial.js";
import { openWays, startAgentProcess, startRelayProcess, WAYS } from "./relay/ways.js";

/**
 * How many callers warm up what stands in the middle: a server runs for weeks, and its code is compiled within the first
 * hundred thousand frames or so.
 */
const WARM_UP_SESSIONS = 200;
/** How often it is looked at what the relay holds while conversations come and go. */
const CHURN_LOOKS = 10;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const now = (): number => performance.now();

const profiling = (folder: string | undefined): readonly string[] =>
  folder === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${folder}`];

/** One number of sessions: every way in every round, in another order each time, once all are warm. */
const measure = async (sessions: number, { rounds, seconds, warmUp, profile }: RelayBenchOptions): Promise<void> => {
  await using ways = await openWays(profiling(profile));
  const agentVitals = () => ways.agent.vitals("cpu");
  for (const way of WAYS) {
    if (warmUp > 0 && ways.of[way].middle) {
      await runTrial(ways.of[way], { sessions: WARM_UP_SESSIONS, round: 0, seconds: warmUp, now, agentVitals });
    }
  }
  const trials: Trial[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const way of shuffled(WAYS, Math.random)) {
      trials.push(await runTrial(ways.of[way], { sessions, round, seconds, now, agentVitals }));
    }
  }
  say(`\n${reportOf(trials)}`);
};

const measureChurn = async (conversations: number): Promise<void> => {
  const agent = await startAgentProcess();
  await using relay = await startRelayProcess({ agentUrl: agent.url });
  const held = await churn(relay, {
    conversations,
    every: Math.ceil(conversations / CHURN_LOOKS),
  });
  await agent.stop();
  say(`\n${conversations} conversations opened and closed`);
  say(
    table(
      ["after", "MB held", "sockets, timers and the like"],
      held.map(({ conversations: after, liveBytes, resources }) => [
        after,
        (liveBytes / 1_024 ** 2).toFixed(2),
        resources.length,
      ]),
    ),
  );
  // The first tenth fills caches, and is where code is compiled.
  say(verdictOfGrowth(growth(held.slice(1))));
};

/** What the relay costs beside a bare pipe and beside none: CPU, latency, memory, and whether all frames arrive. */
export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args);
  say(machineNow());
  for (const sessions of options.sessions) await measure(sessions, options);
  if (options.churn > 0) await measureChurn(options.churn);
};
