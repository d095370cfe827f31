import { watch } from "node:fs";

/** Files are written in several steps, and several files at once: so long after the last change, in ms, they are read. */
const SETTLED_MS = 500;

/** Tells once what changed in a folder has come to rest; gives back what ends it. */
export function watchFolder(folder: string, onChange: () => void, onProblem: (sentence: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const fail = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    onProblem(`The knowledge folder cannot be watched (${why}): after a change, POST /api/knowledge/reload.`);
  };
  try {
    const watcher = watch(folder, { recursive: true, persistent: false }, (_event, name) => {
      // What is still being written beside its place does not count.
      if (name?.endsWith(".part")) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLED_MS);
    });
    watcher.on("error", fail);
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  } catch (error) {
    fail(error);
    return () => undefined;
  }
}
