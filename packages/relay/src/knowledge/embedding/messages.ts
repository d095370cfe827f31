/** What the embedding process is started with. */
export interface ChildOptions {
  /** The folder in which the model's folder is. */
  readonly parent: string;
  /** The model's folder in it. */
  readonly name: string;
  /** How the vectors of word pieces become one. */
  readonly pooling: "mean" | "cls";
}

export interface EmbedRequest {
  readonly n: number;
  readonly texts: readonly string[];
}

export type ChildMessage =
  | {
      readonly is: "ready";
      readonly dimensions: number;
      /** The hash of the model's weights. */ readonly weights: string;
    }
  | { readonly is: "broken"; readonly why: string }
  | { readonly is: "vectors"; readonly n: number; /** One after the other. */ readonly vectors: Float32Array }
  | { readonly is: "failed"; readonly n: number; readonly why: string };
