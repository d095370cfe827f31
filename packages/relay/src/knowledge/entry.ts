/** A question that the shop's texts answer, or a section of them. */
export interface Entry {
  /** `delivery.md#do-you-ship-abroad`, or the id that its file gives it. */
  readonly id: string;
  /** The title of the file. */
  readonly title: string;
  readonly topic: string;
  /** What it answers, or the headings that it stands under; the title where it has none of its own. */
  readonly question: string;
  readonly answer: string;
  /** The file's path in the knowledge folder. */
  readonly source: string;
  /** How callers ask for it in other words than the question's. */
  readonly phrases?: readonly string[];
}

/** What a file gives, and what of it could not be taken, in sentences for who writes the texts. */
export interface FileContent {
  readonly entries: readonly Entry[];
  readonly problems: readonly string[];
}

export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** `opening-hours.html` is about "Opening hours". */
export function titleOfFile(source: string): string {
  const name = (source.split("/").at(-1) ?? source).replace(/\.[^.]*$/, "").replace(/[-_]+/g, " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
