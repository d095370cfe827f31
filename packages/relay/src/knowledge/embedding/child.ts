/**
 * The process in which the model computes: it blocks its thread, and can be loaded only once in a process.
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FeatureExtractionPipeline } from "@xenova/transformers";
import type { InferenceSession } from "onnxruntime-node";
import { CONFIG, WEIGHTS } from "./model-files.js";
import type { ChildMessage, ChildOptions, EmbedRequest } from "./messages.js";

/** Two are no faster with a model as small as this, and audio needs a processor, too. */
const THREADS = 1;

type Embed = (texts: readonly string[]) => Promise<Float32Array>;

const tell = (message: ChildMessage): void => void process.send?.(message);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What computes, which not every machine can install. @throws Error in a few words. */
async function computer() {
  try {
    const [{ env, pipeline }, { default: ort }] = await Promise.all([
      import("@xenova/transformers"),
      import("onnxruntime-node"),
    ]);
    return { env, pipeline, ort };
  } catch (error) {
    throw new Error(
      `@xenova/transformers with onnxruntime-node is not installed, or does not run here: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}
type Computer = Awaited<ReturnType<typeof computer>>;

/** `@xenova/transformers` has no option for the number of threads, so each session is given it here. */
function limitThreads({ ort }: Computer): void {
  const sessions = ort.InferenceSession;
  const create = sessions.create.bind(sessions) as (
    weights: Uint8Array,
    options?: InferenceSession.SessionOptions,
  ) => Promise<InferenceSession>;
  const limited: typeof create = (weights, options) =>
    create(weights, { ...options, intraOpNumThreads: THREADS, interOpNumThreads: THREADS });
  Object.assign(sessions, { create: limited });
}

async function load({ env, pipeline }: Computer, { parent, name, pooling }: ChildOptions): Promise<Embed> {
  env.localModelPath = parent;
  env.cacheDir = parent;
  env.allowRemoteModels = false;
  const model: FeatureExtractionPipeline = await pipeline("feature-extraction", name, { quantized: true });
  return async (texts) => {
    const { data } = await model([...texts], { pooling, normalize: true });
    return Float32Array.from(data as Float32Array);
  };
}

/** What the weights give has to be what the model's own files say, or they are not of one model. */
async function checkVector(vector: Float32Array, folder: string): Promise<void> {
  const { hidden_size: due } = JSON.parse(await readFile(join(folder, CONFIG), "utf8")) as { hidden_size?: unknown };
  if (typeof due === "number" && vector.length !== due) {
    throw new Error(`its vectors have ${vector.length} numbers, but its ${CONFIG} says ${due}`);
  }
  if (!vector.every(Number.isFinite)) throw new Error("its vectors are not numbers");
}

async function serve(options: ChildOptions): Promise<void> {
  const by = await computer();
  limitThreads(by);
  const embed = await load(by, options);
  // The first run takes longer than those after it.
  const vector = await embed(["Do you deliver on Saturdays?"]);
  const folder = join(options.parent, options.name);
  await checkVector(vector, folder);
  const weights = createHash("sha256").update(await readFile(join(folder, WEIGHTS)));
  process.on("message", ({ n, texts }: EmbedRequest) => {
    embed(texts).then(
      (vectors) => tell({ is: "vectors", n, vectors }),
      (error: unknown) => tell({ is: "failed", n, why: messageOf(error) }),
    );
  });
  tell({ is: "ready", dimensions: vector.length, weights: weights.digest("hex") });
}

process.on("disconnect", () => process.exit(0));
// A Ctrl-C in the terminal is the relay's to answer, whose calls still need answers.
process.on("SIGINT", () => undefined);
serve(JSON.parse(process.argv[2] ?? "{}") as ChildOptions).catch((error: unknown) => {
  tell({ is: "broken", why: messageOf(error) });
  process.disconnect();
});
