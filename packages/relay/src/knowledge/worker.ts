/**
 * The thread in which texts are read, indexed and searched: none of it is in the way of audio.
 * @module
 */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import { readCalibration } from "./calibration.js";
import { openBuilder, type Builder, type Built } from "./index/builder.js";
import { CALIBRATION_FILE, readAside, readFolder, SYNONYMS_FILE } from "./folder.js";
import { englishWords } from "./language/english.js";
import { noSynonyms, readSynonyms } from "./language/synonyms.js";
import { searcherOver, type Searcher } from "./searcher.js";
import type { Answer, Finished, FirstWord, Loaded, Order, Request, ThreadOptions } from "./worker-messages.js";

const OTHER_MODEL =
  `The ${CALIBRATION_FILE} in the knowledge folder was made with another model: until "knowledge calibrate" is run ` +
  "again, the built-in calibration is used for searches by meaning.";

interface Shelf {
  readonly loaded: Loaded;
  readonly searcher: Searcher;
  /** The model that the folder's own calibration was made with, where it says so. */
  readonly model: string | undefined;
}

function load({ folder, answerCharacters }: ThreadOptions): Shelf {
  const { entries, problems } = readFolder(folder);
  const said = [...problems];
  const own = readAside(folder, CALIBRATION_FILE, readCalibration, said);
  const calibration = { ...BUILT_IN_CALIBRATION, ...own, combined: own?.combined ?? BUILT_IN_CALIBRATION.combined };
  const synonyms = readAside(folder, SYNONYMS_FILE, readSynonyms, said) ?? noSynonyms;
  const searcher = searcherOver(entries, { calibration, synonyms, english: englishWords(), answerCharacters });
  const topics = [...new Set(entries.map(({ topic }) => topic))];
  return {
    searcher,
    model: own?.combined && own.model,
    loaded: {
      entries: entries.length,
      chunks: searcher.chunks,
      topics,
      problems: said,
      threshold: calibration.threshold,
      calibratedOn: own?.questions,
    },
  };
}

function serve(port: MessagePort, options: ThreadOptions): void {
  let shelf: Shelf;
  try {
    shelf = load(options);
  } catch (error) {
    port.postMessage({ failed: messageOf(error) } satisfies FirstWord);
    port.close();
    return;
  }
  const { searcher, loaded } = shelf;
  let builder: Builder | undefined;
  let space: string | undefined;
  const building = (): Builder => {
    if (builder === undefined) throw new Error("Nothing is being built.");
    return builder;
  };
  let grow: Built["grow"];
  const use = (built: Built): Finished => {
    const isOther = shelf.model !== undefined && shelf.model !== space;
    searcher.use(built.nearest, isOther ? BUILT_IN_CALIBRATION.combined : undefined);
    ({ grow } = built);
    const problems = [built.problem, isOther && grow === undefined ? OTHER_MODEL : undefined];
    return {
      kind: built.kind,
      problems: problems.filter((said) => said !== undefined),
      hasToGrow: grow !== undefined,
    };
  };
  const obey = async (order: Order): Promise<unknown> => {
    switch (order.do) {
      case "prepare":
        space = order.space.name;
        builder = openBuilder({
          texts: searcher.texts,
          chunks: loaded.chunks,
          space: order.space,
          folders: options.indexFolders,
        });
        return { missing: builder.missing, refused: builder.refused };
      case "embed":
        if (order.vectors !== undefined) await building().keep(order.vectors);
        return building().next();
      case "finish": {
        const built = await building().finish();
        builder = undefined;
        return use(built);
      }
      case "grow":
        if (grow === undefined) throw new Error("There is no graph to build.");
        return use(await grow());
      case "mend":
        return searcher.mend(order.query);
      case "search":
        return searcher.search(order.query, order.vector, order.limit, order.way);
    }
  };
  port.on("message", ({ n, order }: Request) => {
    const tell = (answer: Answer): void => port.postMessage(answer);
    obey(order).then(
      (value) => tell({ n, ok: true, value }),
      (error: unknown) => tell({ n, ok: false, error: messageOf(error) }),
    );
  });
  port.postMessage({ loaded } satisfies FirstWord);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (parentPort !== null) serve(parentPort, workerData as ThreadOptions);
