import type { Card } from "@bean-brew/widget/protocol";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answer, type Call, type Outcome } from "./answer.js";
import { MAX_ARGUMENTS_CHARACTERS, writeKeyOf } from "./arguments.js";
import type { Caller } from "./caller.js";
import { MAX_ASIDE_CHARACTERS, MAX_RESULT_CHARACTERS } from "./plain.js";
import { KnowledgeUnavailable, StoreUnavailable, ToolError } from "./errors.js";
import { defineTool, type Reply, type Tool, type ToolContext, type ToolKind } from "./tool.js";

const caller: Caller = { sessionId: "s", scope: "public", misses: 0, userTurn: 1 };
const never = new AbortController().signal;
const schema = z.object({ word: z.string().max(5), kind: z.enum(["a", "b"]).optional() });

function toolThat(
  run: (args: { word: string }, context: ToolContext) => Reply | Promise<Reply>,
  options: { kind?: ToolKind; timeLimit?: number; scope?: "staff" } = {},
): readonly Tool[] {
  const { kind = "read", ...rest } = options;
  return [defineTool({ name: "tool", description: "", label: "", kind, schema, run, ...rest })];
}
const call = (args = '{"word":"hi"}', name = "tool"): Call => ({ id: "1", name, arguments: args });
const hanging = (): Promise<Reply> => new Promise(() => undefined);

describe("answer", () => {
  it("gives what the tool gave", async () => {
    const tools = toolThat(({ word }) => ({ result: { word }, follow: { do: "say", text: "Hm." } }));
    expect(await answer(tools, call(), caller, never)).toEqual({
      ok: true,
      result: { word: "hi" },
      follow: { do: "say", text: "Hm." },
    });
  });

  it.each([
    ["text that is not JSON", '{"word":', /not valid JSON/],
    ["JSON that is no object", '["hi"]', /not a JSON object/],
    ["too much text", JSON.stringify({ word: "x".repeat(MAX_ARGUMENTS_CHARACTERS) }), /longer than 16000 characters/],
    ["nothing", "", /^word is required\.$/],
    ["null for what it does not know", '{"word":null}', /^word is required\.$/],
    ["an empty string for what it does not know", '{"word":" "}', /^word is required\.$/],
    ["another type", '{"word":[7]}', /^word must be a string\.$/],
    ["too long a string", '{"word":"abcdef"}', /^word must have at most 5 characters\.$/],
    ["a choice that there is not", '{"word":"a","kind":"c"}', /^kind must be one of a, b\.$/],
    ["several mistakes", '{"kind":"c"}', /^word is required; kind must be one of a, b\.$/],
  ])("answers %s with a sentence", async (_what, args, sentence) => {
    const outcome = await answer(
      toolThat(() => ({ result: 1 })),
      call(args),
      caller,
      never,
    );
    expect(outcome.ok).toBe(false);
    expect(outcome.result).toEqual({ error: expect.stringMatching(sentence), code: "invalid_arguments" });
  });

  it.each([
    [new ToolError("conflict", "Taken.", { details: { free: [1] } }), { error: "Taken.", code: "conflict", free: [1] }],
    [new StoreUnavailable("ECONNREFUSED 10.0.0.1"), { error: /temporarily unavailable/, code: "unavailable" }],
    [new KnowledgeUnavailable("ENOENT"), { error: /not available/, code: "unavailable" }],
    [new TypeError("x is undefined"), { error: /went wrong/, code: "internal" }],
    ["a string", { error: /went wrong/, code: "internal" }],
  ])("tells the model of %s what it can act on, and keeps the cause for the log", async (thrown, told) => {
    for (const run of [
      (): Reply => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ]) {
      const outcome = await answer(toolThat(run), call(), caller, never);
      const error = told.error instanceof RegExp ? expect.stringMatching(told.error) : told.error;
      expect(outcome).toMatchObject({ ok: false, result: { ...told, error } });
      expect(outcome.cause).toBe(thrown instanceof ToolError ? undefined : thrown);
      expect(JSON.stringify(outcome.result)).not.toMatch(/ECONN|ENOENT|undefined|a string/);
    }
  });

  it("says that a miss was one", async () => {
    const tools = toolThat(() => Promise.reject(new ToolError("not_found", "No.", { miss: true })));
    expect(await answer(tools, call(), caller, never)).toMatchObject({ ok: false, miss: true });
  });

  it("does not know a tool that it was not given, nor one for the staff", async () => {
    const unknown = { ok: false, result: { code: "unknown_tool" } };
    const staffOnly = toolThat(() => ({ result: 1 }), { scope: "staff" });
    expect(await answer(staffOnly, call(), caller, never)).toMatchObject(unknown);
    expect(await answer(staffOnly, call(), { ...caller, scope: "staff" }, never)).toMatchObject({ ok: true });
    const long = await answer([], call("{}", "x".repeat(5_000)), caller, never);
    expect(long).toMatchObject(unknown);
    expect(JSON.stringify(long).length).toBeLessThan(300);
  });

  it("gives up a read at its time limit, and tells it", async () => {
    let told: AbortSignal | undefined;
    const tools = toolThat((_args, { signal }) => ((told = signal), hanging()), { timeLimit: 1 });
    expect(await answer(tools, call(), caller, never)).toMatchObject({ ok: false, result: { code: "timeout" } });
    expect(told?.aborted).toBe(true);
  });

  it("answers a write at its time limit, and lets it go on", async () => {
    let finish = (): void => undefined;
    let told: AbortSignal | undefined;
    const written = new Promise<void>((resolve) => (finish = resolve));
    let isWritten = false;
    const run = async (_args: object, { signal }: ToolContext): Promise<Reply> => {
      told = signal;
      await written;
      isWritten = true;
      return { result: 1 };
    };
    const outcome = await answer(toolThat(run, { kind: "write", timeLimit: 1 }), call(), caller, never);
    expect(outcome).toMatchObject({ ok: false, result: { code: "timeout" } });
    expect(told?.aborted).toBe(false);
    finish();
    await written;
    await Promise.resolve();
    expect(isWritten).toBe(true);
  });

  it("tells of a write that was done after its time limit, once, with its key; of nothing else", async () => {
    const late: Outcome[] = [];
    let finish = (): void => undefined;
    const written = new Promise<void>((resolve) => (finish = resolve));
    const run = async (): Promise<Reply> => (await written, { result: "late" });
    const hear = (outcome: Outcome): void => void late.push(outcome);
    await answer(toolThat(run, { kind: "write", timeLimit: 1 }), call(), caller, never, hear);
    await answer(toolThat(run, { kind: "read", timeLimit: 1 }), call(), caller, never, hear);
    await answer(
      toolThat(async () => ({ result: 1 }), { kind: "write" }),
      call(),
      caller,
      never,
      hear,
    );
    expect(late).toEqual([]);
    finish();
    await expect.poll(() => late).toHaveLength(1);
    expect(late).toEqual([{ ok: true, result: "late", writeKey: expect.stringMatching(/^write:/) as string }]);
  });

  it.each([
    ["what broke", new Error("socket hang up"), true],
    ["a store that is away", new StoreUnavailable("away"), true],
    ["what was refused", new ToolError("conflict", "Taken."), false],
  ])("says that a write may have been done all the same: %s", async (_what, error, isOpen) => {
    const run = () => Promise.reject(error);
    const write = await answer(toolThat(run, { kind: "write" }), call(), caller, never);
    expect(write.ok).toBe(false);
    expect(write.inDoubt).toEqual(isOpen ? expect.stringMatching(/^write:s:/) : undefined);
    expect(await answer(toolThat(run), call(), caller, never)).not.toHaveProperty("inDoubt");
    const badArguments = await answer(toolThat(run, { kind: "write" }), call("{}"), caller, never);
    expect(badArguments).not.toHaveProperty("inDoubt");
  });

  it("says so of a write at its time limit, and later that it failed", async () => {
    const late: Outcome[] = [];
    let fail = (): void => undefined;
    const run = () => new Promise<Reply>((_, reject) => (fail = () => reject(new ToolError("conflict", "Taken."))));
    const tools = toolThat(run, { kind: "write", timeLimit: 1 });
    const outcome = await answer(tools, call(), caller, never, (each) => late.push(each));
    expect(outcome).toMatchObject({ result: { code: "timeout" }, inDoubt: expect.stringMatching(/^write:/) as string });
    fail();
    await expect.poll(() => late).toEqual([{ ok: false, result: { error: "Taken.", code: "conflict" } }]);
  });

  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const asResult = (result: unknown) => (): Reply => ({ result });
  it.each([
    ["what is circular", asResult(circular)],
    ["a BigInt", asResult({ n: 1n })],
    ["nothing", asResult(undefined)],
    ["a function", asResult(() => 1)],
    ["too much", asResult("x".repeat(MAX_RESULT_CHARACTERS))],
    ["what throws when it is written", asResult({ toJSON: () => [].at(0)!["x"] })],
    ["a card that cannot be shown", (): Reply => ({ result: 1, card: circular as unknown as Card })],
    [
      "a card that is too long",
      (): Reply => ({ result: 1, card: { kind: "note", title: "x".repeat(MAX_ASIDE_CHARACTERS), text: "" } }),
    ],
    [
      "an error with what cannot be told",
      (): Reply => {
        throw new ToolError("conflict", "No.", { details: { n: 1n } });
      },
    ],
    [
      "an error that is too long",
      (): Reply => {
        throw new ToolError("conflict", "x".repeat(MAX_RESULT_CHARACTERS));
      },
    ],
  ])("answers as an error of ours when a tool gives %s", async (_what, run) => {
    const outcome = await answer(toolThat(run), call(), caller, never);
    expect(outcome).toMatchObject({ ok: false, result: { code: "internal" }, cause: expect.any(Error) as Error });
    expect(JSON.stringify(outcome.result).length).toBeLessThan(200);
  });

  it("gives the longest result that it may, as JSON has it", async () => {
    const longest = { text: "x".repeat(MAX_RESULT_CHARACTERS - 11), none: undefined };
    const outcome = await answer(toolThat(asResult(longest)), call(), caller, never);
    expect(outcome).toStrictEqual({ ok: true, result: { text: longest.text } });
  });

  it("cuts a read when the call is cancelled", async () => {
    const cancel = new AbortController();
    const tools = toolThat(() => (cancel.abort(), hanging()));
    expect(await answer(tools, call(), caller, cancel.signal)).toMatchObject({ result: { code: "unavailable" } });
  });

  it("does not cut a write that has started, and does not start one that was cancelled before", async () => {
    const cancel = new AbortController();
    let runs = 0;
    const tools = toolThat(() => ((runs += 1), cancel.abort(), Promise.resolve({ result: "written" })), {
      kind: "write",
    });
    expect(await answer(tools, call(), caller, cancel.signal)).toMatchObject({ ok: true, result: "written" });
    expect(await answer(tools, call(), caller, cancel.signal)).toMatchObject({ ok: false });
    expect(runs).toBe(1);
  });
});

describe("writeKeyOf", () => {
  it("is the same whatever the order of the arguments, and another for anything else", () => {
    const key = writeKeyOf("s", "tool", { a: 1, b: { c: 2, d: [3] } });
    expect(key).toMatch(/^write:s:[0-9a-f]{32}$/);
    expect(writeKeyOf("s", "tool", { b: { d: [3], c: 2 }, a: 1 })).toBe(key);
    const others = [
      writeKeyOf("t", "tool", { a: 1, b: { c: 2, d: [3] } }),
      writeKeyOf("s", "loot", { a: 1, b: { c: 2, d: [3] } }),
      writeKeyOf("s", "tool", { a: 1, b: { c: 2, d: [4] } }),
    ];
    expect(new Set([key, ...others]).size).toBe(4);
  });
});
