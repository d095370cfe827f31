/** What callers say that is no request. */
export type Remark =
  "repeat" | "who" | "human" | "how-are-you" | "what-time" | "wait" | "thanks" | "hello" | "yes" | "no" | "never-mind";

/** How people begin, which means nothing. */
const FILLERS =
  "(?:(?:um+|uh+m?|er|oh|ah|hmm+|mm|well|so|like|wait|actually|sorry|hang on|hold on|and|i think)[, .]+)*";

const PATTERNS: readonly [Remark, RegExp][] = [
  [
    "repeat",
    /\b(?:what did you (?:just )?say|(?:say|repeat) (?:that|it)(?: again)?|come again|pardon|(?:one more time|once more)|what was that|i (?:didn't|did not|couldn't) (?:quite )?(?:catch|hear|get|understand) (?:that|you|it|what)|can't hear you)\b|^(?:(?:sorry|what|repeat|huh|excuse me|please)\b\W*)+$/,
  ],
  [
    "who",
    /\b(?:who are you|are you (?:a |an )?(?:real|human|person|robot|bot|machine|ai|computer|recording)|what are you$|who am i (?:talking|speaking) (?:to|with)|am i (?:talking|speaking) (?:to|with)|what can you do|is this a (?:real person|robot|bot|machine|recording|person|human))\b|^(?:(?:please|can you) )?help(?: me)?(?: out)?(?: please)?\W*$/,
  ],
  [
    "human",
    /\b(?:talk|speak|chat|put me through|connect me|transfer me)\b.*\b(?:(?:real|live|actual) (?:person|human|someone|somebody)|human(?: being)?|agent|representative|operator|manager|customer service)\b/,
  ],
  [
    "what-time",
    /^(?:(?:hi|hello|ok|and|so)\W+)?what(?:'s| is)? (?:the )?(?:time|day|date)(?: is it)?(?: (?:now|right now|today|there|please))*\W*$/,
  ],
  [
    "how-are-you",
    /\bhow (?:are you(?: doing)?|is it going|are things|do you do|have you been)(?: doing)?(?: today| this (?:morning|afternoon|evening))?(?=[?.!,]|$)|\bhow's (?:it going|everything|your day)\b/,
  ],
  [
    "wait",
    /^(?:hold on|hang on|(?:just )?(?:one|a|give me a) (?:moment|second|sec|minute)|wait)(?: please| a (?:moment|second|minute))?\W*$/,
  ],
  ["never-mind", /\b(?:never ?mind|forget (?:it|about it)|leave it|i(?:'ve)? changed my mind|drop it)\b/],
  [
    "no",
    new RegExp(
      `^${FILLERS}(?:no(?! problem| worries)|nope|nah|not (?:really|now|yet|today|quite|right)|don't|do not|neither|none|wrong|incorrect|i'd rather not|that's (?:not|wrong)|that is (?:not|wrong)|it's not|keep it|almost)\\b`,
    ),
  ],
  [
    "yes",
    new RegExp(
      `^${FILLERS}(?:yes|yeah|yep|yup|ya|sure|ok(?:ay)?|all ?right|please(?: do)?$|please do|go ahead|right|correct|exactly|absolutely|definitely|certainly|of course|uh[ -]?huh|mm[ -]?hmm|mhm|perfect|great|fine|good|sounds (?:good|great|fine|right)|that's (?:right|correct|fine|good|it|perfect|great|me)|that is (?:right|correct|fine|good)|that works|that would be|that'd be|(?:let's )?do (?:it|that)|i do|i am|it is|works for me|confirmed?)\\b`,
    ),
  ],
  ["thanks", /\b(?:thanks|thank you|thx|thanx|tks|cheers|appreciate it|kind of you|appreciate that)\b/],
  ["hello", new RegExp(`^${FILLERS}(?:hi|hello|hey|good (?:morning|afternoon|evening))\\b`)],
];

/** A caller's words as the patterns are written: small letters, straight quotes, single spaces. */
export function plainly(text: string): string {
  return text.toLowerCase().replaceAll("’", "'").replace(/\s+/g, " ").trim();
}

/** The remarks in a caller's words. */
export function remarksIn(text: string): Remark[] {
  const words = plainly(text);
  return PATTERNS.filter(([, pattern]) => pattern.test(words)).map(([remark]) => remark);
}
