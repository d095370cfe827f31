const DIGITS: Record<string, string> = {
  zero: "0",
  oh: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
};

/** What a recogniser writes for a digit in the middle of others. */
const HOMOPHONES: Record<string, string> = {
  o: "0",
  owe: "0",
  though: "0",
  won: "1",
  to: "2",
  too: "2",
  for: "4",
  ate: "8",
};

const COUNTS: Record<string, number> = { double: 2, triple: 3 };

const HOURS = [...Object.keys(DIGITS).slice(2), "ten", "eleven", "twelve"];
const MINUTES: Record<string, string> = { fifteen: "15", thirty: "30", "forty-five": "45", "forty five": "45" };

/** So many spoken digits in a row are a number; fewer are words. */
const LEAST_DIGITS = 3;

/** Rows of spoken digits as figures: "two one two five five five" → "212555". */
function joinDigits(text: string): string {
  const words = text.split(" ");
  const out: string[] = [];
  for (let i = 0; i < words.length;) {
    let digits = "";
    let end = i;
    for (let j = i; j < words.length; j++) {
      const word = words[j]!.toLowerCase().replace(/[,.-]+$/, "");
      const times = COUNTS[word];
      const digit =
        times === undefined ? (DIGITS[word] ?? (digits.length > 0 ? HOMOPHONES[word] : undefined)) : undefined;
      if (times !== undefined && DIGITS[words[j + 1]?.toLowerCase() ?? ""] !== undefined) {
        digits += DIGITS[words[++j]!.toLowerCase()]!.repeat(times);
      } else if (digit !== undefined) digits += digit;
      else if (/^\d+$/.test(word) && digits.length > 0) digits += word;
      else break;
      end = j + 1;
    }
    if (digits.length >= LEAST_DIGITS) {
      out.push(digits);
      i = end;
    } else out.push(words[i++]!);
  }
  return out.join(" ");
}

/** Times in words as figures: "at two thirty" → "at 2:30", "ten am" → "10 am", "half past two" → "2:30". */
function figureTimes(text: string): string {
  const hour = `(${HOURS.join("|")}|\\d{1,2})`;
  const figure = (word: string): string => {
    const at = HOURS.indexOf(word.toLowerCase());
    return at < 0 ? word : String(at + 1);
  };
  return text
    .replace(/\b([ap])\.? ?m\b\.?/gi, "$1m")
    .replace(new RegExp(`\\bhalf past ${hour}\\b`, "gi"), (_, h: string) => `at ${figure(h)}:30`)
    .replace(new RegExp(`\\bquarter past ${hour}\\b`, "gi"), (_, h: string) => `at ${figure(h)}:15`)
    .replace(
      new RegExp(`\\b${hour}[ :](fifteen|thirty|forty[- ]five)\\b`, "gi"),
      (_, h: string, m: string) => `${figure(h)}:${MINUTES[m.toLowerCase()] ?? "00"}`,
    )
    .replace(new RegExp(`\\b${hour} ?(am|pm|o'?clock)\\b`, "gi"), (_, h: string, half: string) =>
      /^[ap]m$/i.test(half) ? `${figure(h)} ${half}` : `at ${figure(h)}`,
    )
    .replace(new RegExp(`\\b(at|around|about) ${hour}\\b`, "gi"), (_, at: string, h: string) => `${at} ${figure(h)}`)
    .replace(/\bin the (morning|afternoon|evening) at (\d{1,2}(?::\d\d)?)\b/gi, "at $2 in the $1")
    .replace(/\bat at\b/gi, "at")
    .replace(/\bnoon\b/gi, "at 12 pm")
    .replace(/\bat at\b/gi, "at");
}

/** A caller's words with digits and times of day in figures. */
export function figuresIn(text: string): string {
  return figureTimes(joinDigits(text.replace(/\s+/g, " ").trim()));
}
