import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { chromium } from "./browser.js";

const BENCH = fileURLToPath(import.meta.resolve("@bean-brew/bench/main"));

describe.skipIf(!chromium)(`the widget's bench${chromium ? "" : " (skipped: no Chromium)"}`, () => {
  it("measures each of its lines in a real call, without a registry", async () => {
    const few = ["--offline", "--calls", "1", "--barge-ins", "1", "--seconds", "1"];
    const { stdout } = await promisify(execFile)(process.execPath, [BENCH, "widget", ...few]);
    expect(stdout).toMatch(/^\| bean-brew-agent\.js +\| +\d\d \d{3} \|/m);
    expect(stdout).not.toMatch(/elevenlabs/);
    expect(stdout).toMatch(/first call +\| +\d+\.\d ms +\|/);
    // An interruption may find the agent between two words; then the line says that nothing was measured.
    expect(stdout).toMatch(/barge-in message to silence, of (?:1: median, longest +\| +\d+\.\d ms|0)/);
    expect(stdout).toMatch(/main thread, a minute of a call +\| +[1-9]\d*\.\d ms +\|/);
    expect(stdout).toMatch(/tasks over 50 ms in a call, main thread 4 times slower +\| +(?:none|\d)/);
    expect(stdout).toMatch(/goals are met/);
  });
});
