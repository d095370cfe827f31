import { machineNow } from "./machine.js";
import { ownBundles, type Bundle } from "./widget/bytes.js";
import { measureBargeIns, measureCalls, measureThread } from "./widget/measures.js";
import { readOptions } from "./widget/options.js";
import { peerBundles } from "./widget/peers.js";
import { bytesReport, reportOf } from "./widget/report.js";
import { openStage } from "./widget/stage.js";

/** How much slower the main thread is made, as a cheap phone's is. */
const SLOWDOWN = 4;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Others' bundles; none where there is no registry, which is said. */
const others = async (offline: boolean): Promise<readonly Bundle[]> => {
  if (offline) return [];
  try {
    return await peerBundles();
  } catch (error) {
    say(`The npm registry cannot be reached, so no other widget stands beside ours: ${String(error).split("\n")[0]}`);
    return [];
  }
};

/** What the widget costs a page and a visitor: bytes beside others', waiting, barge-in, main thread, memory. */
export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args);
  say(machineNow());
  const own = await ownBundles();
  say(`\n${bytesReport([...own, ...(await others(options.offline))])}`);
  await using stage = await openStage();
  say(`${await stage.browser.version()}, the relay and the emulator on this machine`);
  const calls = await measureCalls(stage, options.calls);
  const bargeIns = await measureBargeIns(stage, options.bargeIns);
  const thread = await measureThread(stage, options.seconds, 1);
  const slowed = await measureThread(stage, options.seconds, SLOWDOWN);
  say(`\n${reportOf(own[0], { calls, bargeIns, thread, slowed, slowdown: SLOWDOWN })}`);
};
