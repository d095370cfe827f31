/** A stretch of a turn: words as they are, emphasised, or a link. */
export interface Stretch {
  readonly text: string;
  /** Where its text begins in the turn, in UTF-16 units. */
  readonly at: number;
  readonly emphasis?: "strong" | "em";
  /** Only ever `http:`, `https:`, `mailto:` or `tel:`. */
  readonly href?: string;
}

/** Plain emphasis, a link with words of its own, a bare address. Each is bounded, so that no text takes long to read. */
const MARKUP =
  /\*\*(?<strong>[^*\n]{1,500})\*\*|\*(?<em>[^*\s][^*\n]{0,500})\*|\[(?<label>[^\]\n]{1,500})\]\((?<target>[^\s()]{1,1000})\)|(?<address>https?:\/\/[^\s<>"]{1,1000}[^\s<>".,;:!?)\]'*])/g;

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

const safeLink = (target: string): string | undefined => {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  return url && SCHEMES.has(url.protocol) ? url.href : undefined;
};

/** Reads the emphasis and the links of a turn. What is no safe markup stays the text that it is. */
export function stretchesOf(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    const { strong, em, label, target, address } = match.groups as Readonly<Record<string, string | undefined>>;
    const href = safeLink(target ?? address ?? "");
    if (strong === undefined && em === undefined && href === undefined) continue;
    if (match.index > end) stretches.push({ text: text.slice(end, match.index), at: end });
    const inner = strong ?? em ?? label ?? address!;
    const emphasis = strong !== undefined ? "strong" : em !== undefined ? "em" : undefined;
    stretches.push({ text: inner, at: match.index + match[0].indexOf(inner), emphasis, href });
    end = match.index + match[0].length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), at: end });
  return stretches;
}

/** What a turn says, without its marks. */
export const plainTextOf = (text: string): string =>
  stretchesOf(text)
    .map((stretch) => stretch.text)
    .join("");

/** The parts of stretches before and after a place in the turn. */
export function splitAt(stretches: readonly Stretch[], place: number): [before: Stretch[], after: Stretch[]] {
  const before: Stretch[] = [];
  const after: Stretch[] = [];
  for (const stretch of stretches) {
    const cut = place - stretch.at;
    if (cut > 0) before.push({ ...stretch, text: stretch.text.slice(0, cut) });
    if (cut < stretch.text.length) after.push({ ...stretch, text: stretch.text.slice(Math.max(0, cut)) });
  }
  return [before, after];
}
