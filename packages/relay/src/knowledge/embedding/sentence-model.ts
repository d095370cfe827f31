import { openEmbedder } from "./embedder.js";
import { findModel } from "./model.js";

/** A sentence model in a process of its own. */
export interface SentenceModel {
  readonly dimensions: number;
  /** @throws Error when there is no vector. */
  embedQuery(query: string, signal: AbortSignal): Promise<Float32Array>;
  embedText(text: string, signal?: AbortSignal): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens the model that comes along, or another: a folder, or an id of the hub, which is fetched into `modelsDir`.
 * @throws Error in a sentence when it cannot be had or does not load.
 */
export async function openSentenceModel(name?: string, modelsDir = ".data/models"): Promise<SentenceModel> {
  const model = await findModel(name, modelsDir, { onProgress: () => undefined });
  return new Promise((resolve, reject) => {
    const embedder = openEmbedder({
      model,
      onReady: ({ dimensions }) =>
        resolve({
          dimensions,
          embedQuery: embedder.embedQuery,
          embedText: (text, signal = new AbortController().signal) => embedder.embedTexts([text], signal),
          close: embedder.close,
        }),
      onProblem(why) {
        // Once it has been ready, it is started again.
        if (embedder.space() === undefined) void embedder.close();
        reject(new Error(`The model does not run: ${why}.`));
      },
    });
  });
}
