import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serving, startHub, type Hub } from "../../../../emulator/src/speech/hub.testing.js";
import { NEEDED, WEIGHTS, type OnProgress } from "./model-files.js";
import { findModel } from "./model.js";

const MODEL = "test/e5-tiny";
const MEGABYTE = 1_048_576;
const files = {
  ...Object.fromEntries(NEEDED.map((name) => [name, Buffer.from("{}")])),
  [WEIGHTS]: Buffer.alloc(5 * MEGABYTE),
};

let folder: string;
const hubs: Hub[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "models-"));
});
afterEach(async () => {
  hubs.splice(0).forEach((hub) => hub.close());
  await rm(folder, { recursive: true });
});

const hubThat = async (answer: RequestListener): Promise<Hub> => {
  const hub = await startHub(answer);
  hubs.push(hub);
  return hub;
};
/** More than a busy machine takes. */
const PATIENCE_MS = 60_000;
const find = (hub: string, onProgress: OnProgress = () => undefined, stallMs = PATIENCE_MS) =>
  findModel(MODEL, folder, { hub, onProgress, stallMs, maxFileBytes: 6 * MEGABYTE });

describe("a model of the hub", () => {
  it("is fetched once, with progress, and knows how it wants to be used", async () => {
    const told: [file: string, bytes: number, of: number | undefined][] = [];
    const hub = await hubThat((request, response) => {
      response.setHeader("content-length", request.url?.endsWith(WEIGHTS) ? 5 * MEGABYTE : 2);
      serving(MODEL, files)(request, response);
    });
    const model = await find(hub.url, (...progress) => told.push(progress));
    expect(model).toEqual({
      folder: join(folder, MODEL),
      pooling: "mean",
      prefix: { query: "query: ", text: "passage: " },
    });
    const weights = told.filter(([file]) => file === WEIGHTS);
    expect(weights.length).toBeGreaterThanOrEqual(3);
    expect(weights.at(-1)).toEqual([WEIGHTS, 5 * MEGABYTE, 5 * MEGABYTE]);
    expect((await readFile(join(model.folder, WEIGHTS))).length).toBe(5 * MEGABYTE);
    const asked = hub.asked.length;
    await find(hub.url);
    expect(hub.asked).toHaveLength(asked);
  });

  it("has what its authors say of it before what its name says", async () => {
    const prompts = { prompts: { query: "ask: ", document: "doc: " } };
    const said = {
      "config_sentence_transformers.json": Buffer.from(JSON.stringify(prompts)),
      "1_Pooling/config.json": Buffer.from('{"pooling_mode_cls_token":true}'),
    };
    const hub = await hubThat(serving(MODEL, { ...files, ...said }));
    expect(await find(hub.url)).toMatchObject({ pooling: "cls", prefix: { query: "ask: ", text: "doc: " } });
  });

  it.each<[string, RequestListener, RegExp, stallMs?: number]>([
    ["is not there", (_, response) => response.writeHead(404).end(), /it answered 404/],
    ["is not given to everybody", (_, response) => response.writeHead(401).end(), /it answered 401/],
    ["is on a hub that says nothing", () => undefined, /nothing came for 200 ms/, 200],
    [
      "is on a hub that stops in the middle",
      (_, response) => void response.writeHead(200, { "content-length": 100 }).write("half"),
      /nothing came for 200 ms/,
      200,
    ],
    [
      "is on a hub that hangs up in the middle",
      (_, response) => void response.writeHead(200, { "content-length": 100 }).write("half", () => response.destroy()),
      /closed|terminated|hang up/,
    ],
    ["is too large", (_, response) => response.end(Buffer.alloc(7 * MEGABYTE)), /more than 6291456 bytes/],
  ])("that %s is refused with what to do, and leaves nothing half", async (_what, answer, why, stallMs) => {
    const hub = await hubThat(answer);
    const error = await find(hub.url, undefined, stallMs).catch((failed: unknown) => failed as Error);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toMatch(why);
    expect(message).toMatch(/^The model test\/e5-tiny is not there, and \S+ cannot be fetched from http:/);
    expect(message).toContain(`put its files into ${join(folder, MODEL)}, name another with EMBEDDING_MODEL`);
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(left.filter((item) => item.isFile())).toEqual([]);
  });

  it("that comes too slowly is given up", async () => {
    // A byte now and then: it never stalls, and never ends.
    const hub = await hubThat((_, response) => {
      const timer = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(timer));
    });
    const options = { hub: hub.url, onProgress: () => undefined, stallMs: PATIENCE_MS, totalMs: 300 };
    await expect(findModel(MODEL, folder, options)).rejects.toThrow(/it took longer than 300 ms/);
  });

  it("is fetched from nowhere when the hub cannot be reached", async () => {
    const hub = await hubThat(() => undefined);
    hub.close();
    await expect(find(hub.url)).rejects.toThrow(/cannot be fetched from .*ECONNREFUSED/);
  });
});

describe("a model in a folder", () => {
  it("is refused with what it lacks", async () => {
    await expect(findModel(folder, "", { onProgress: () => undefined })).rejects.toThrow(
      `The folder of the model ${folder} lacks ${NEEDED.join(", ")} (EMBEDDING_MODEL).`,
    );
  });

  it("is refused when what is said of it cannot be read", async () => {
    await mkdir(join(folder, "onnx"));
    for (const name of NEEDED) await writeFile(join(folder, name), "{}");
    await writeFile(join(folder, "config_sentence_transformers.json"), "{");
    await expect(findModel(folder, "", { onProgress: () => undefined })).rejects.toThrow(
      /config_sentence_transformers\.json is not JSON/,
    );
  });
});
