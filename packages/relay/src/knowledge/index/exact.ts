import { countOf, dotAt, type Nearest, type Neighbour, type Vectors } from "./nearest.js";

/** Compares a question with every vector. */
export function exactOver(vectors: Vectors): Nearest {
  const size = countOf(vectors);
  return {
    cosine: (vector, text) => dotAt(vectors, text, vector),
    search(vector, count) {
      const best: Neighbour[] = [];
      let least = -Infinity;
      for (let text = 0; text < size; text += 1) {
        const cosine = dotAt(vectors, text, vector);
        if (best.length >= count && cosine <= least) continue;
        best.splice(placeOf(best, cosine), 0, { text, cosine });
        if (best.length > count) best.pop();
        least = best.at(-1)?.cosine ?? -Infinity;
      }
      return best;
    },
  };
}

function placeOf(best: readonly Neighbour[], cosine: number): number {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (best[middle]!.cosine >= cosine) low = middle + 1;
    else high = middle;
  }
  return low;
}
