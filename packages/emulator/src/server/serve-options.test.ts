import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_SCRIPT_BYTES } from "../speech/script.js";
import type { Recogniser } from "../speech/recogniser.js";
import { readServeOptions } from "./serve-options.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bean-brew-options-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (...args: string[]) => readServeOptions(args, { PATH: "/bin", KEY: "secret" }).emulator;

function script(content: string): string[] {
  const file = join(folder, "script");
  writeFileSync(file, content);
  return ["--recogniser", `script:${file}`];
}

describe("the program's arguments", () => {
  it("are what the emulator is started with", () => {
    expect(read()).toMatchObject({ port: 9000, host: "127.0.0.1", recogniser: "auto", path: "/bin", faults: [] });
    expect(read().models).toBe(join(".data", "models"));
    expect(readServeOptions([], { DATA_DIR: "/d" }).emulator.models).toBe(join("/d", "models"));
    expect(read("--recogniser", "whisper", "--whisper-model", "a/b")).toMatchObject({
      recogniser: "whisper",
      whisperModel: "a/b",
    });
    expect(
      read("--think", "openai", "--think-url", "http://h/v1", "--think-model", "m", "--think-key-env", "KEY").think,
    ).toEqual({
      url: "http://h/v1",
      model: "m",
      key: "secret",
    });
    expect(read("--fault", '{"fault":"drop"}', "--fault", '[{"fault":"refuse","status":429}]').faults).toEqual([
      { fault: "drop" },
      { fault: "refuse", status: 429 },
    ]);
    expect(read("--record", "r", "--replay", "f", "--replay-speed", "2.5", "--vocabulary", "v")).toMatchObject({
      record: "r",
      replay: { file: "f", speed: 2.5 },
      vocabulary: "v",
    });
  });

  it.each([
    [["--port", "70000"], "--port 70000 is no port"],
    [["sing"], "sing is no command"],
    [["--recogniser", "dragon"], "--recogniser dragon is unknown"],
    [["--recogniser", "script:/none"], "there is no such file"],
    [["--think", "hard"], "--think hard is unknown"],
    [["--think", "openai"], "needs --think-url"],
    [["--think", "openai", "--think-url", "file:///x"], "needs --think-url"],
    [["--think", "openai", "--think-url", "http://h"], "needs --think-model"],
    [
      ["--think", "openai", "--think-url", "http://h", "--think-model", "m", "--think-key-env", "NO"],
      "--think-key-env NO",
    ],
    [["--fault", "{"], "--fault { is not JSON"],
    [["--fault", '{"fault":"explode"}'], 'unknown "fault" "explode"'],
    [["--upstream", "http://h"], "--upstream http://h is no address"],
    [["--replay-speed", "0"], "--replay-speed 0"],
  ])("%j are refused in a sentence", (args, sentence) => {
    expect(() => read(...args)).toThrow(sentence);
  });
});

describe("a script", () => {
  const heard = async (recogniser: unknown, turns: number): Promise<string[]> => {
    const texts: string[] = [];
    for (let i = 0; i < turns; i++) texts.push(await (recogniser as Recogniser).hear().finish());
    return texts;
  };

  it("is a text a line, or JSON with what is heard at each pause", async () => {
    expect(await heard(read(...script("hello\n\nthank you\n")).recogniser, 4)).toEqual(["hello", "", "thank you", ""]);
    const recogniser = read(...script('["hello", ["book", "book a table"]]')).recogniser as Recogniser;
    expect(await heard(recogniser, 2)).toEqual(["hello", "book"]);
    expect(await recogniser.hear(true).finish()).toBe("book a table");
  });

  it("that is broken or too large is told", () => {
    expect(() => read(...script('["hello"'))).toThrow("begins as JSON and is none");
    expect(() => read(...script('["hello", 5]'))).toThrow("Turn 2 of the script");
    expect(() => read(...script("x".repeat(MAX_SCRIPT_BYTES + 1)))).toThrow("bytes");
  });
});
