import { expect, it } from "vitest";
import type { Embedder } from "./embedding/embedder.js";
import { indexShelf, type Shelf } from "./shelf.js";
import type { AnswerOf, Finished, Order } from "./worker-messages.js";

const finished = (kind: Finished["kind"], hasToGrow: boolean): Finished => ({ kind, problems: [], hasToGrow });

/** Indexes on a thread that answers so, and tells what it was asked and when it could be searched. */
async function indexed(first: Finished) {
  const seen: string[] = [];
  const answers: { readonly [Name in Order["do"]]?: unknown } = {
    prepare: { missing: 0 },
    embed: [],
    finish: first,
    grow: finished("graph", false),
  };
  const shelf: Pick<Shelf, "ask"> = {
    ask<O extends Order>(order: O) {
      seen.push(order.do);
      return Promise.resolve(answers[order.do] as AnswerOf<O>);
    },
  };
  const built = await indexShelf(
    shelf,
    { embedTexts: () => Promise.reject(new Error("nothing is missing")) } satisfies Pick<Embedder, "embedTexts">,
    { name: "m", dimensions: 2 },
    new AbortController().signal,
    { onProgress: () => undefined, onSearchable: () => void seen.push("searchable") },
  );
  return { seen, kind: built.kind };
}

it("a folder is searchable by meaning before its graph is built", async () => {
  expect(await indexed(finished("typed arrays", true))).toEqual({
    seen: ["prepare", "embed", "finish", "searchable", "grow"],
    kind: "graph",
  });
});

it("where there is none to build, the index is whole at once", async () => {
  expect(await indexed(finished("hnswlib", false))).toEqual({
    seen: ["prepare", "embed", "finish", "searchable"],
    kind: "hnswlib",
  });
});
