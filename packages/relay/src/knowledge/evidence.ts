/** What speaks for an entry as the answer to a question: few numbers that mean the same in every folder. */
export interface Evidence {
  /** How near the question's vector lies to the entry's question and to its question with answer, as a cosine. */
  readonly cosine: number;
  /** How much further the entry is ahead of the next one (or behind the best), in cosines. */
  readonly margin: number;
  /** How far the cosine stands out of those of the folder's other near entries. */
  readonly standsOut: number;
  /** How much of what was asked stands in the entry, by how telling each word is, 0 to 1. */
  readonly agreement: number;
  /** The same of what the entry is about: its question, title and topic. */
  readonly about: number;
  /** How many telling words were asked, 0 to 8: the more there are, the less of it any one entry has. */
  readonly length: number;
}

export type Feature = keyof Evidence;
