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

/** What a recogniser writes for a digit in the middle of a telephone number. */
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

const TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const ORDINALS = (
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth " +
  "sixteenth seventeenth eighteenth nineteenth"
).split(" ");

const COUNTS: Record<string, number> = { double: 2, triple: 3 };

const HOURS = [...Object.keys(DIGITS).slice(2), "ten", "eleven", "twelve"];
const MINUTES: Record<string, string> = { fifteen: "15", thirty: "30", "forty-five": "45", "forty five": "45" };

/** So many spoken digits in a row are a number; fewer are words. */
const LEAST_DIGITS = 3;
/** So many are a telephone number, in which "forty two" and what only sounds like a digit are digits too. */
const TELEPHONE_DIGITS = 7;
/** The digits of a whole number in North America. */
const NUMBER_DIGITS = 10;
/** The least of a number's end that is said in tens: "oh one forty two". */
const END_DIGITS = 4;

/** The digits that words begin with, and how many words those are. */
function digitsAt(words: readonly string[], loose: boolean): { digits: string; taken: number } {
  let digits = "";
  let taken = 0;
  const word = (at: number): string => (words[at] ?? "").toLowerCase().replace(/[,.-]+$/, "");
  while (taken < words.length) {
    const [one, next] = [word(taken), word(taken + 1)];
    const unit = DIGITS[next] ?? "";
    const tens = TENS.indexOf(one);
    const started = digits !== "";
    if (COUNTS[one] !== undefined && unit !== "") {
      digits += unit.repeat(COUNTS[one]);
      taken += 2;
    } else if (DIGITS[one] !== undefined) {
      digits += DIGITS[one];
      taken += 1;
    } else if (started && /^\d{1,2}$/.test(one)) {
      digits += one;
      taken += 1;
    } else if (loose && started && one === "hundred") {
      digits += "00";
      taken += 1;
    } else if (loose && tens >= 0) {
      const both = unit !== "" && unit !== "0";
      digits += `${tens + 2}${both ? unit : "0"}`;
      taken += both ? 2 : 1;
    } else if (loose && TEENS.includes(one)) {
      digits += String(TEENS.indexOf(one) + 10);
      taken += 1;
    } else if (loose && started && HOMOPHONES[one] !== undefined) {
      digits += HOMOPHONES[one];
      taken += 1;
    } else break;
  }
  return { digits, taken };
}

const DIGIT = `(?:${Object.keys(DIGITS).join("|")})`;
/** Between digits, "two-one-two", as it is written where they are read out; not "forty-two". */
const HYPHENATED = new RegExp(`(?<=\\b${DIGIT})-(?=${DIGIT}\\b)`, "gi");

/** Rows of spoken digits as figures: "two one two five five five" → "212555". */
function joinDigits(text: string): string {
  const words = text.replace(HYPHENATED, " ").split(" ");
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    const loose = digitsAt(words.slice(at), true);
    const strict = digitsAt(words.slice(at), false);
    const isNumber =
      loose.digits.length >= TELEPHONE_DIGITS || (loose.digits.startsWith("0") && loose.digits.length === END_DIGITS);
    const row = isNumber ? loose : strict;
    // "At ten two one two …": the time comes before the number.
    const time = row.digits.length > NUMBER_DIGITS && /^(?:at|to|past|around)$/i.test(words[at - 1] ?? "");
    if (row.digits.length >= LEAST_DIGITS && !time) {
      out.push(row.digits);
      at += row.taken;
    } else out.push(words[at++]!);
  }
  return out.join(" ").replace(/\bplus (?=\d{7})/gi, "+");
}

/** A small number in words or figures, "forty two" or "7"; undefined when it is none. */
export function smallNumber(words: string): number | undefined {
  const text = words.trim().toLowerCase().replace(/-/g, " ");
  if (/^\d{1,8}$/.test(text)) return Number(text);
  const all = text.split(" ");
  if (all.length === 1 && TEENS.includes(text)) return TEENS.indexOf(text) + 10;
  if (TENS.includes(all[0]!) && all.length <= 2) {
    const unit = all[1] === undefined ? "0" : DIGITS[all[1]];
    return unit === undefined ? undefined : (TENS.indexOf(all[0]!) + 2) * 10 + Number(unit);
  }
  const digits = all.map((word) => DIGITS[word] ?? (/^\d+$/.test(word) ? word : undefined));
  return digits.every((digit) => digit !== undefined) && all.length <= 8 ? Number(digits.join("")) : undefined;
}

/** Days of the month in words as figures: "the twenty fifth" → "the 25th". */
function figureDays(text: string): string {
  const units = ORDINALS.slice(0, 9).join("|");
  return text
    .replace(
      new RegExp(`\\b(twenty|thirty)[ -](${units})\\b`, "gi"),
      (_, tens: string, unit: string) =>
        `${(TENS.indexOf(tens.toLowerCase()) + 2) * 10 + ORDINALS.indexOf(unit.toLowerCase()) + 1}th`,
    )
    .replace(/\b(twentieth|thirtieth)\b/gi, (word) => (/^tw/i.test(word) ? "20th" : "30th"))
    .replace(
      new RegExp(`\\bthe (${ORDINALS.slice(3).join("|")})\\b`, "gi"),
      (_, day: string) => `the ${ORDINALS.indexOf(day.toLowerCase()) + 1}th`,
    );
}

/** Times in words as figures: "at two thirty" → "at 2:30", "ten am" → "10 am", "half past two" → "2:30". */
function figureTimes(text: string): string {
  const hour = `(${HOURS.join("|")}|\\d{1,2})`;
  const figure = (word: string): string => {
    const at = HOURS.indexOf(word.toLowerCase());
    return at < 0 ? word : String(at + 1);
  };
  const before = (word: string): number => ((Number(figure(word)) + 10) % 12) + 1;
  return text
    .replace(/\b([ap])\.? ?m\b\.?/gi, "$1m")
    .replace(/\blater than\b/gi, "after")
    .replace(/\b(?:earlier|sooner) than\b/gi, "before")
    .replace(
      new RegExp(`\\bbetween ${hour} and ${hour}\\b`, "gi"),
      (_, a: string, b: string) => `between ${figure(a)} and ${figure(b)}`,
    )
    .replace(
      new RegExp(`\\b((?:make|move|change|push) (?:it|that)(?: to)?) ${hour}\\b(?![/-]\\d)`, "gi"),
      (_, verb: string, h: string) => `${verb} at ${figure(h)}`,
    )
    .replace(new RegExp(`\\bhalf past ${hour}\\b`, "gi"), (_, h: string) => `at ${figure(h)}:30`)
    .replace(new RegExp(`\\b(?:a )?quarter past ${hour}\\b`, "gi"), (_, h: string) => `at ${figure(h)}:15`)
    .replace(new RegExp(`\\b(?:a )?quarter to ${hour}\\b`, "gi"), (_, h: string) => `at ${before(h)}:45`)
    .replace(
      new RegExp(`\\b${hour}[ :](fifteen|thirty|forty[- ]five)\\b`, "gi"),
      (_, h: string, m: string) => `${figure(h)}:${MINUTES[m.toLowerCase()] ?? "00"}`,
    )
    .replace(new RegExp(`\\b${hour} ?(am|pm|o'?clock)\\b`, "gi"), (_, h: string, half: string) =>
      /^[ap]m$/i.test(half) ? `${figure(h)} ${half}` : `at ${figure(h)}`,
    )
    .replace(
      new RegExp(`\\b${hour} in the (morning|afternoon|evening)\\b`, "gi"),
      (_, h: string, part: string) => `at ${figure(h)} in the ${part}`,
    )
    .replace(new RegExp(`\\b(at|around|about|after|before|until) ${hour}\\b`, "gi"), (_, at: string, h: string) =>
      /^a(?:t|round|bout)$/i.test(at) ? `at ${figure(h)}` : `${at} ${figure(h)}`,
    )
    .replace(/\bin the (morning|afternoon|evening) at (\d{1,2}(?::\d\d)?)\b/gi, "at $2 in the $1")
    .replace(/\bnoon\b/gi, "at 12 pm")
    .replace(/\b(?:at )?(?:around |about )?at\b/gi, "at");
}

/** An answer's bare hour as a time: "I guess nine" → "I guess at 9". Not "the second one". */
export function bareHour(text: string): string {
  const hours = HOURS.filter((word) => word !== "one").join("|");
  return text
    .replace(
      new RegExp(
        `(?<!\\b(?:number|option|choice|at|past|after|before) |[\\d:])\\b(${hours})\\b(?! (?:of|more|or))`,
        "i",
      ),
      (word) => {
        return `at ${HOURS.indexOf(word.toLowerCase()) + 1}`;
      },
    )
    .replace(
      /^(?:(?:the|let'?s (?:do|say)|make it|maybe|i guess|i'?ll take|ok(?:ay)?|yes),? )*(\d{1,2}(?::\d\d)?)(?=$|[.,!?]| please| instead)/i,
      "at $1",
    )
    .replace(/^one$/i, "at 1");
}

/** A caller's words with digits, days of the month and times of day in figures. */
export function figuresIn(text: string): string {
  return figureTimes(figureDays(joinDigits(text.replace(/\s+/g, " ").trim())));
}
