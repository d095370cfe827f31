import { randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bytesOf, ownBundles } from "./bytes.js";
import { bytesReport, doubts, reportOf, type Measured } from "./report.js";

const SCRIPT = { name: "ours.js", bytes: { raw: 78_029, gzip: 28_279, brotli: 25_083 } };
const GOOD: Measured = {
  calls: { first: 412.3, later: [90, 100, 110], heapPerCall: 1_234 },
  bargeIns: { silentAfter: [9.5, 12, 29.9], underruns: 0 },
  thread: { callMsPerMinute: 900, idleMsPerMinute: 20, longTasks: [80], underruns: 0 },
  slowed: { callMsPerMinute: 3_000, idleMsPerMinute: 80, longTasks: [], underruns: 0 },
  slowdown: 4,
};

describe("the widget bench's report", () => {
  it("tells what was measured beside its goal, and that all are met", () => {
    const report = reportOf(SCRIPT, GOOD);
    expect(report).toMatch(/gzip -9 +\| +28 279 bytes +\| under 30 000 +\| met/);
    expect(report).toMatch(/first call +\| +412\.3 ms/);
    expect(report).toMatch(/later calls: median, 95th percentile +\| +100\.0 ms, 110\.0 ms/);
    expect(report).toMatch(/of 3: median, longest +\| +12\.0 ms, 29\.9 ms +\| 30 ms +\| met/);
    expect(report).toMatch(/heap that a call leaves +\| +1 234 bytes/);
    expect(report).toContain("All 5 goals are met.");
    expect(report).not.toContain("NOT MET");
  });

  it.each<[string, Measured]>([
    ["barge-in", { ...GOOD, bargeIns: { silentAfter: [10, 30.1], underruns: 0 } }],
    ["underruns", { ...GOOD, bargeIns: { silentAfter: [10], underruns: 1 } }],
    ["underruns", { ...GOOD, thread: { ...GOOD.thread, underruns: 1 } }],
    ["tasks over 50 ms", { ...GOOD, slowed: { ...GOOD.slowed, longTasks: [51, 70] } }],
    ["underruns, main thread 4 times", { ...GOOD, slowed: { ...GOOD.slowed, underruns: 2 } }],
  ])("names the goal that is missed: %s", (name, measured) => {
    expect(reportOf(SCRIPT, measured)).toMatch(new RegExp(`4 of 5 goals are met; not met: ${name}`));
  });

  it("names the script's size as missed when it is at the bound", () => {
    const large = { ...SCRIPT, bytes: { ...SCRIPT.bytes, gzip: 30_000 } };
    expect(reportOf(large, GOOD)).toContain("not met: the script, gzip -9.");
  });

  it("holds nothing to a goal that was not seen, and says so", () => {
    const report = reportOf(SCRIPT, { ...GOOD, bargeIns: { silentAfter: [], underruns: 0 } });
    expect(report).toContain("All 4 goals are met.");
    expect(report).toContain("No interruption found the agent speaking");
  });

  it("doubts times that are far apart", () => {
    expect(doubts(GOOD)).toEqual([]);
    const late = { ...GOOD, calls: { ...GOOD.calls, later: [...Array<number>(9).fill(100), 400] } };
    expect(doubts(late)).toEqual([expect.stringMatching(/^NOISY: the slowest calls began 4\.0 times later/)]);
  });

  it("sets bundles side by side", () => {
    const report = bytesReport([SCRIPT, { name: "other 1.0.0", bytes: { raw: 671_099, gzip: 191_522, brotli: 1 } }]);
    expect(report).toMatch(/ours\.js +\| +78 029 \| +28 279 \| +25 083 \|/);
    expect(report).toMatch(/other 1\.0\.0 +\| +671 099 \| +191 522 \|/);
  });
});

describe("bytes", () => {
  it("are of what is sent: as it is, and packed as well as can be", () => {
    const text = Buffer.from("coffee ".repeat(500));
    const { raw, gzip, brotli } = bytesOf(text);
    expect(raw).toBe(text.length);
    expect(gunzipSync(gzipSync(text, { level: 9 })).equals(text)).toBe(true);
    expect(gzip).toBe(gzipSync(text, { level: 9 }).length);
    expect(brotli).toBeLessThan(gzip);
    const noise = bytesOf(randomBytes(5_000));
    expect(noise.gzip).toBeGreaterThan(5_000);
  });

  it("of ours are the script's, and with them the worklet's", async () => {
    const [script, all] = await ownBundles();
    expect(all.bytes.raw).toBeGreaterThan(script.bytes.raw);
    expect(all.bytes.gzip - script.bytes.gzip).toBeLessThan(script.bytes.gzip);
  });
});
