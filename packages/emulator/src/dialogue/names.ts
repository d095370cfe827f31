/** Names of persons in a caller's words, however they are said or spelled. */

/** The longest name that is taken, in characters. */
export const MAX_NAME_CHARACTERS = 80;

/** A name has at most so many words. */
const MAX_NAME_WORDS = 4;

/** So many letters said one after another spell a word. */
const LEAST_LETTERS = 3;

/** Words of sentences around a name, which are no names. */
const NOT_NAMES = new Set(
  (
    "a about account actually address again all almost also am an and any apostrophe appointment are area as ask at " +
    "be become been before believe best bit book but by call called calling can cell change code comes consultation " +
    "correct correction could create customer day digit digits do does don't done double e e-mail email email's end " +
    "ends everything exactly example family fine first follow-up for friday from full fully get give given go going " +
    "good got great have haven't hello help her here hey hi hm hmm hold how i i'd i'll i'm i've id if in is isn't it " +
    "it'd it's just know last let letter letters like line listed look looking mail make maiden me mean meant " +
    "mine mobile moment monday more my myself name name's named names need never new no nope not now number number's of off " +
    "oh ok okay old on one only open or order ordered other our over own perfect person phone phone's planning please put " +
    "read register registered reach really review right sale saturday say second see set should sign so some something " +
    "sorry sounds speak speaking spell spelled spelling spells spelt still sunday sure surname tell telephone than " +
    "thank thanks that that'd that'll that's the their them then there these they they're thing think this " +
    "thursday time to today tomorrow triple tuesday two type uh uhm um under up us use used user wait want was we " +
    "wednesday welcome well what what's when which who with word work works would write written wrong yeah yep yes " +
    "yet you your zero"
  ).split(" "),
);

const TITLES = /^(?:dr|mr|mrs|ms|miss|prof|professor|doctor|sir|madam)\.?$/i;

const INTRODUCED =
  /\b(?:my (?:full )?name(?: is|'s)|(?:the )?name(?: is|'s|:)|call me|under(?: the name)?(?: of)?|name of)[,:]? /i;
/** Introductions that also begin other sentences, so that only capitals tell. */
const PRESENTED = /\b(?:[Ii] am|[Ii]'m|[Tt]his is|[Ii]t's) (?=\p{Lu}[\p{L}'-]+)/u;
const BY_PARTS =
  /\bfirst name(?: is|'s)?,? ([\p{L}'-]+)\b.*?\b(?:last|family) name(?: is|'s)?,? ([\p{L}'-]+)|\bsurname(?: is|'s)?,? ([\p{L}'-]+)\b.*?\bfirst name(?: is|'s)?,? ([\p{L}'-]+)/iu;
const LETTER_HINT = /\bwith(?: just)? (?:an? |the )?(?:letter )?['"]?([a-z])['"]?(?=$|[ .,!?])/i;

interface Word {
  text: string;
  /** It was spelled letter by letter. */
  spelled: boolean;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, "");

/** "o'neill" → "O'Neill"; what has capitals within stays. */
function capital(word: string): string {
  const known = word !== word.toLowerCase() && word !== word.toUpperCase();
  return known ? word : word.toLowerCase().replace(/(?:^|['’-])\p{L}/gu, (start) => start.toUpperCase());
}

/** How many letters must change to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

const similar = (a: string, b: string): boolean =>
  distance(plain(a), plain(b)) <= Math.max(1, Math.floor(Math.max(a.length, b.length) / 2.5));

/** The word that tokens spell, letter by letter, and how many tokens that takes. */
function spelledAt(tokens: readonly string[]): { word: string; taken: number } {
  let word = "";
  let letters = 0;
  let taken = 0;
  for (; taken < tokens.length; taken++) {
    const token = tokens[taken]!.replace(/(?<=-\p{L})\.$/u, "");
    const next = tokens[taken + 1] ?? "";
    if (/^\p{L}(?:-\p{L})+$/u.test(token)) {
      word += token.replaceAll("-", "");
      letters += token.replaceAll("-", "").length;
    } else if (/^\p{L}\.?$/u.test(token)) {
      word += token[0]!;
      letters++;
      if (next === "as" && tokens[taken + 2] === "in") taken += 3;
    } else if (/^double$/i.test(token) && /^\p{L}$/u.test(next)) {
      word += next + next;
      letters += 2;
      taken++;
    } else if (/^apostrophe$/i.test(token) && word !== "") word += "'";
    else if (/^(?:hyphen|dash)$/i.test(token) && word !== "") word += "-";
    else break;
  }
  return { word: word.replace(/['-]+$/, ""), taken: letters >= LEAST_LETTERS ? taken : 0 };
}

/** Takes a spelled word into a name: for the word that it spells, or as a further one. */
function takeSpelled(name: Word[], text: string): void {
  if (plain(name.map((word) => word.text).join("")) === plain(text)) return;
  const at = name.findIndex((word) => plain(word.text) === plain(text));
  const near = at >= 0 ? at : name.findIndex((word) => similar(word.text, text));
  if (near >= 0) name[near] = { text, spelled: true };
  else name.push({ text, spelled: true });
}

/** Runs of words that can be names. */
function chunksOf(text: string): Word[][] {
  const tokens = text.match(/[\p{L}\p{N}'’-]+\.?|[,;:!?]/gu) ?? [];
  const chunks: Word[][] = [[]];
  let broken = false;
  let bridge = false; // a comma after a spelled word goes on with the name
  for (let at = 0; at < tokens.length;) {
    const { word, taken } = spelledAt(tokens.slice(at));
    const token = tokens[at]!;
    if (taken > 0) {
      takeSpelled(chunks.at(-1)!, capital(word.toLowerCase()));
      [broken, bridge] = [false, true];
      at += taken;
      continue;
    }
    at++;
    if (TITLES.test(token)) continue;
    if (/^[,;:]$/.test(token) && bridge) continue;
    const end = token.endsWith(".") && token.length > 2;
    const bare = token.replace(/\.$/, "");
    const fits = /^\p{L}[\p{L}'’-]*$/u.test(bare) && !NOT_NAMES.has(bare.toLowerCase().replaceAll("’", "'"));
    bridge = false;
    if (!fits) broken = true;
    else {
      if (broken && chunks.at(-1)!.length > 0) chunks.push([]);
      chunks.at(-1)!.push({ text: capital(bare), spelled: false });
      broken = end;
    }
  }
  return chunks.map(unspelled).filter((chunk) => chunk.length > 0 && chunk.length <= MAX_NAME_WORDS);
}

/** A name without the word that only spells all of it. */
function unspelled(name: Word[]): Word[] {
  const spoken = plain(said(name.filter((word) => !word.spelled)));
  return name.filter((word) => !word.spelled || plain(word.text) !== spoken);
}

const said = (words: readonly Word[]): string => words.map((word) => word.text).join(" ");

/** Sounds that another letter writes too. */
const SOUNDS: Record<string, string> = {
  c: "ks",
  k: "c",
  s: "cz",
  z: "s",
  i: "y",
  y: "i",
  j: "g",
  g: "j",
  f: "v",
  v: "f",
};

/** A name with a letter as it was told to be: "Catherine with a k", "Ann with an e". */
function withLetter(name: string, letter: string): string {
  if (plain(name).includes(letter)) return name;
  const at = name.toLowerCase().search(new RegExp(`[${SOUNDS[letter] ?? ""}]`.replace("[]", "(?!)")));
  return capital((at < 0 ? name + letter : name.slice(0, at) + letter + name.slice(at + 1)).toLowerCase());
}

/** A part of a name put into the whole that is known: for the part that was named, else for the nearest. */
function corrected(known: string, part: string, text: string): string {
  const words = known.split(" ");
  if (part.includes(" ") || words.length < 2) return part;
  const nearness = words.map((word) => distance(plain(word), plain(part)));
  let at = nearness.indexOf(Math.min(...nearness));
  if (/\b(?:last|family) name\b|\bsurname\b/i.test(text)) at = words.length - 1;
  else if (/\bfirst name\b/i.test(text)) at = 0;
  return words.map((word, i) => (i === at ? part : word)).join(" ");
}

/**
 * The name in a caller's words.
 *
 * @param text without addresses and numbers
 * @param asked a name is waited for, so that it needs no "my name is"
 * @param known the name that was read back, of which a part may be corrected
 */
export function nameIn(
  text: string,
  { asked, known }: { asked: boolean; known?: string | undefined },
): string | undefined {
  const words = text.replaceAll("’", "'");
  const hint = LETTER_HINT.exec(words);
  const rest = hint ? words.replace(hint[0], " ") : words;
  const parts = BY_PARTS.exec(rest);
  let name: string | undefined;
  if (parts) name = [parts[1] ?? parts[4], parts[2] ?? parts[3]].map((part) => capital(part ?? "")).join(" ");
  else {
    const lead = INTRODUCED.exec(rest) ?? PRESENTED.exec(rest);
    if (!lead && !asked) return undefined;
    const after = lead ? chunksOf(rest.slice(lead.index + lead[0].length)) : [];
    const chunks = after.length > 0 || !asked ? after : chunksOf(rest);
    const longest = Math.max(0, ...chunks.map((chunk) => chunk.length));
    const best = lead && !asked ? chunks[0] : chunks.find((chunk) => chunk.length === longest);
    name = best && said(best);
  }
  if (name === undefined || name === "" || name.length > MAX_NAME_CHARACTERS) return undefined;
  if (hint) name = name.split(" ").length === 1 ? withLetter(name, hint[1]!.toLowerCase()) : name;
  return known === undefined ? name : corrected(known, name, text);
}
