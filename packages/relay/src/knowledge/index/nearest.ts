/** A text that lies near a question. */
export interface Neighbour {
  /** Its place in the list of texts. */
  readonly text: number;
  /** The cosine of the angle between both, -1 to 1. */
  readonly cosine: number;
}

/** The vectors of texts, to be searched by a question's. */
export interface Nearest {
  /** The nearest first. */
  search(vector: Float32Array, count: number): Neighbour[];
  cosine(vector: Float32Array, text: number): number;
}

/** Vectors of length 1 of equal dimensions, one after the other. */
export interface Vectors {
  readonly data: Float32Array;
  readonly dimensions: number;
}

export function countOf({ data, dimensions }: Vectors): number {
  return dimensions === 0 ? 0 : data.length / dimensions;
}

/** The dot product of a vector and the one at a place, four at a time: that is what the compiler likes. */
export function dotAt({ data, dimensions }: Vectors, at: number, vector: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let from = at * dimensions;
  let n = 0;
  for (; n + 3 < dimensions; n += 4, from += 4) {
    a += data[from]! * vector[n]!;
    b += data[from + 1]! * vector[n + 1]!;
    c += data[from + 2]! * vector[n + 2]!;
    d += data[from + 3]! * vector[n + 3]!;
  }
  for (; n < dimensions; n += 1, from += 1) a += data[from]! * vector[n]!;
  return a + b + c + d;
}
