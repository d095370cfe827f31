import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchModel, NEEDED, type FetchOptions } from "./model-files.js";

/** A sentence model on disk, and how it wants to be used. */
export interface Model {
  readonly folder: string;
  readonly pooling: "mean" | "cls";
  /** What comes before a question, and before a text. */
  readonly prefix: { readonly query: string; readonly text: string };
}

/** The value of `EMBEDDING_MODEL` for searching by words alone. */
export const NO_MODEL = "none";

const HUB_ID = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;

const SEARCHING = { query: "Represent this sentence for searching relevant passages: ", text: "" };
/** Families of models whose files do not all say what they want. */
const FAMILIES: readonly (readonly [RegExp, Pick<Model, "pooling" | "prefix">])[] = [
  [/\be5-/i, { pooling: "mean", prefix: { query: "query: ", text: "passage: " } }],
  [/\bbge-.*-en\b/i, { pooling: "cls", prefix: SEARCHING }],
  [/arctic-embed/i, { pooling: "cls", prefix: SEARCHING }],
];
const PLAIN: Pick<Model, "pooling" | "prefix"> = { pooling: "mean", prefix: { query: "", text: "" } };

/**
 * The model that is named: nothing for the one that comes along, a folder, or an id of the hub, which is fetched
 * into `modelsDir` when it is not there.
 * @throws Error in a sentence for the operator.
 */
export async function findModel(name: string | undefined, modelsDir: string, options: FetchOptions): Promise<Model> {
  if (name === undefined) return modelIn(builtInFolder());
  if (existsSync(name)) return modelIn(resolve(name));
  if (!HUB_ID.test(name)) {
    throw new Error(
      `EMBEDDING_MODEL=${name} is neither a folder nor the id of a model such as Xenova/bge-small-en-v1.5.`,
    );
  }
  const folder = resolve(modelsDir, name);
  await fetchModel(name, folder, options);
  return modelIn(folder);
}

/** The model that comes along, by its path: nothing of it is code. */
function builtInFolder(): string {
  return dirname(fileURLToPath(import.meta.resolve("@bean-brew/minilm/all-MiniLM-L6-v2")));
}

function modelIn(folder: string): Model {
  const missing = NEEDED.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) {
    throw new Error(`The folder of the model ${folder} lacks ${missing.join(", ")} (EMBEDDING_MODEL).`);
  }
  const family = FAMILIES.find(([name]) => name.test(basename(folder)))?.[1] ?? PLAIN;
  return { folder, pooling: poolingOf(folder) ?? family.pooling, prefix: promptsOf(folder) ?? family.prefix };
}

function poolingOf(folder: string): Model["pooling"] | undefined {
  const config = readJson(join(folder, "1_Pooling/config.json"));
  if (config["pooling_mode_cls_token"] === true) return "cls";
  return config["pooling_mode_mean_tokens"] === true ? "mean" : undefined;
}

function promptsOf(folder: string): Model["prefix"] | undefined {
  const { prompts } = readJson(join(folder, "config_sentence_transformers.json"));
  if (typeof prompts !== "object" || prompts === null) return undefined;
  const { query, document, passage } = prompts as Record<string, unknown>;
  if (typeof query !== "string") return undefined;
  const text = [document, passage].find((prompt) => typeof prompt === "string");
  return { query, text: typeof text === "string" ? text : "" };
}

function readJson(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${path} is not JSON (${error instanceof Error ? error.message : String(error)}).`, {
      cause: error,
    });
  }
}
