/** How many questions wait for the model; further ones are searched by their words alone. */
export const MAX_WAITING_QUERIES = 64;
/** How many requests with texts wait for the model. */
export const MAX_WAITING_TEXTS = 256;

/** Texts that wait for the model, and who waits for their vectors. */
export interface Job {
  readonly texts: readonly string[];
  resolve(vectors: Float32Array): void;
  reject(error: Error): void;
}

export interface JobQueue {
  /** Rejects at once when too many wait, and when the signal aborts before the job was taken. */
  put(texts: readonly string[], place: "first" | "last", signal?: AbortSignal): Promise<Float32Array>;
  /** The next job: questions before texts. */
  take(): Job | undefined;
  rejectAll(error: Error): void;
}

export function openQueue(): JobQueue {
  const lines: Record<"first" | "last", Set<Job>> = { first: new Set(), last: new Set() };
  const bounds = { first: MAX_WAITING_QUERIES, last: MAX_WAITING_TEXTS };
  return {
    put(texts, place, signal) {
      const line = lines[place];
      if (signal?.aborted) return Promise.reject(reasonOf(signal));
      if (line.size >= bounds[place])
        return Promise.reject(new Error(`More than ${bounds[place]} wait for the model.`));
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          line.delete(job);
          reject(reasonOf(signal!));
        };
        const job: Job = {
          texts,
          resolve: (vectors) => {
            signal?.removeEventListener("abort", leave);
            resolve(vectors);
          },
          reject: (error) => {
            signal?.removeEventListener("abort", leave);
            reject(error);
          },
        };
        signal?.addEventListener("abort", leave, { once: true });
        line.add(job);
      });
    },
    take() {
      for (const line of [lines.first, lines.last]) {
        for (const job of line) {
          line.delete(job);
          return job;
        }
      }
      return undefined;
    },
    rejectAll(error) {
      for (const line of Object.values(lines)) {
        for (const job of [...line]) job.reject(error);
        line.clear();
      }
    },
  };
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("It was cancelled.");
}
