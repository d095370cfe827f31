import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startHub, type Hub } from "./hub.testing.js";
import { modelOnDisk, WHISPER_FILES } from "./model-files.js";

const MODEL = "test/tiny";
let folder: string;
const open: Hub[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bean-brew-models-"));
});
afterEach(() => {
  for (const hub of open.splice(0)) hub.close();
  rmSync(folder, { recursive: true });
});

async function hubThat(answer: RequestListener): Promise<Hub> {
  const hub = await startHub(answer);
  open.push(hub);
  return hub;
}

describe("a model", () => {
  it("is fetched once, with progress", async () => {
    const lines: string[] = [];
    const { url, asked } = await hubThat((request, response) => {
      response.end(request.url?.includes("decoder") ? Buffer.alloc(6 * 1024 * 1024) : `file ${request.url}`);
    });
    const options = { model: MODEL, folder, hub: url, log: (line: string) => void lines.push(line) };
    const home = await modelOnDisk(options);
    expect(asked).toEqual(WHISPER_FILES.map((file) => `/${MODEL}/resolve/main/${file}`));
    expect(readFileSync(join(home, "config.json"), "utf8")).toBe("file /test/tiny/resolve/main/config.json");
    expect(lines[0]).toBe(`fetching ${MODEL} from ${url} to ${home}, once`);
    expect(lines.at(-1)).toMatch(/decoder.*: [56] MB$/);
    await modelOnDisk(options);
    expect(asked).toHaveLength(WHISPER_FILES.length);
  });

  it.each<[string, RequestListener, string, number?]>([
    ["that is not there", (_, response) => response.writeHead(404).end(), "it answered 404"],
    ["whose hub stalls at once", () => undefined, "nothing came for 100 ms", 100],
    [
      "whose hub stalls in the middle",
      (_, response) => void response.writeHead(200, { "content-length": 100 }).write("half"),
      "nothing came for 100 ms",
      100,
    ],
    ["that is too large", (_, response) => response.end(Buffer.alloc(2_000)), "it has more than 1000 bytes"],
  ])("%s is told in a sentence, and leaves nothing", async (_, answer, why, stallMs = 20_000) => {
    const { url } = await hubThat(answer);
    const options = { model: MODEL, folder, hub: url, log: () => undefined, stallMs, maxFileBytes: 1_000 };
    const failure = modelOnDisk(options);
    await expect(failure).rejects.toThrow(`config.json cannot be fetched: ${why}`);
    await expect(failure).rejects.toThrow(`Or put its files into ${join(folder, MODEL)}.`);
    const home = join(folder, MODEL);
    expect(existsSync(home) ? readdirSync(home) : []).toEqual([]);
  });

  it("whose hub refuses is told", async () => {
    const options = { model: MODEL, folder, hub: "http://127.0.0.1:1", log: () => undefined };
    await expect(modelOnDisk(options)).rejects.toThrow("Whisper's model is not there: http://127.0.0.1:1/");
  });

  it("has a name, and no path", async () => {
    await expect(modelOnDisk({ model: "../../etc", folder, log: () => undefined })).rejects.toThrow(
      "no name of a model",
    );
  });
});
