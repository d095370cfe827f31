import { beforeEach, describe, expect, it, vi } from "vitest";
import { declarationsOf, type ClientTool } from "./client-tools.js";
import { CLIENT_TOOL_MS, MAX_RESULT_CHARACTERS, runClientTool } from "./tool-run.js";

const never = (): (() => void) => () => undefined;
const tool = (run: ClientTool["run"]): ClientTool => ({
  name: "show",
  description: "d",
  parameters: { type: "object" },
  run,
});
const call = { type: "client_tool_call", id: "1", name: "show", arguments: { place: "Brooklyn" } } as const;
const result = { type: "client_tool_result", id: "1" };

describe("a tool of the page's", () => {
  beforeEach(() => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
  });

  it("is declared without its function", () => {
    const declared = { name: "show", description: "d", parameters: { type: "object" } };
    expect(declarationsOf([tool(() => 1)])).toEqual([declared]);
  });

  it.each([
    [(given: object) => given, '{"place":"Brooklyn"}'],
    [() => Promise.resolve("shown"), "shown"],
    [() => undefined, "null"],
  ])("answers with what it gives back", async (run, content) => {
    expect(await runClientTool([tool(run)], call, never)).toEqual({ ...result, ok: true, content });
  });

  it.each([
    [() => Promise.reject(new Error("No map.")), "No map."],
    [
      () => {
        throw new Error("At once.");
      },
      "At once.",
    ],
    [
      () => {
        const circle: { self?: unknown } = {};
        circle.self = circle;
        return circle;
      },
      "circular",
    ],
    [() => "x".repeat(MAX_RESULT_CHARACTERS + 1), "16001 characters"],
  ])("that fails is a result that says so", async (run, words) => {
    const failed = await runClientTool([tool(run)], call, never);
    expect(failed).toMatchObject({ ...result, ok: false, content: expect.stringContaining(words) });
    expect(failed.content.length).toBeLessThanOrEqual(MAX_RESULT_CHARACTERS);
  });

  it("that the page took away is a result that says so", async () => {
    expect(await runClientTool([], call, never)).toMatchObject({
      ok: false,
      content: "The page no longer has this tool.",
    });
  });

  it("is told to stop when its time is over, and its timer is let go when it is done", async () => {
    let late: (() => void) | undefined;
    let signal: AbortSignal | undefined;
    const run: ClientTool["run"] = (_, given) => {
      signal = given;
      return new Promise(() => undefined);
    };
    const cancel = vi.fn();
    const running = runClientTool([tool(run)], call, (ms, ring) => {
      expect(ms).toBe(CLIENT_TOOL_MS);
      late = ring;
      return cancel;
    });
    late?.();
    expect(await running).toMatchObject({ ok: false, content: "The page's tool did not answer within 10 s." });
    expect(signal?.aborted).toBe(true);
    expect(cancel).toHaveBeenCalledOnce();
  });
});
