import type { FunctionDefinition } from "../protocol/messages.js";

/** What a caller wants done. */
export type Goal =
  | { is: "book" }
  | { is: "slots" }
  | { is: "appointments" }
  | { is: "orders" }
  | { is: "account" }
  | { is: "identify" }
  | { is: "change" }
  | { is: "question"; query: string }
  | { is: "goodbye"; farewell: "thanks" | "general" | "help" };

/** What a caller says that is no request. */
export type Remark = "repeat" | "who" | "thanks" | "hello" | "yes" | "no" | "never-mind";

/** The longest question that is looked up, in characters. */
export const MAX_QUERY_CHARACTERS = 300;

const APPOINTMENT =
  "(?:appointments?|consultations?|follow[- ]?ups?|reviews?|planning|meetings?|slots?|sessions?)(?: (?:session|appointment))?";

const OPENING = new RegExp(
  "^(?:(?:and|so|ok(?:ay)?|well|um|hi|hello|please)[, ]+)*" +
    "(?:what|which|who|why|where|when|how|do you|does|did|is|are|have you|can (?:i|you|we)|could (?:i|you)|will|would you|should|" +
    "tell me|explain|i (?:want|would like|'d like) to know|i'd like to know|i'm interested in)\\b",
  "i",
);
const EXPLAINING = /^(?:(?:and|so|ok(?:ay)?|well)[, ]+)*(?:what|why|how|who|where|do you|does|is|are|which)\b/i;

const GOODBYE =
  /\b(?:good ?bye|bye|that'?s (?:all|it|everything)|that is (?:all|it|everything)|nothing else|hang up|end the call|i'?m (?:done|finished)|see you|have a (?:good|nice|great) (?:day|one))\b/i;
const BOOK = new RegExp(
  `\\b(?:book|schedule|set up|make|arrange|reserve|need|want|like|have|get|come in for)\\b.*\\b${APPOINTMENT}\\b|^(?:an? )?${APPOINTMENT},? (?:please|on|for|next|this|tomorrow)\\b|^book\\b`,
  "i",
);
const CHANGE = new RegExp(
  `\\b(?:cancel|move|reschedule|change|postpone)\\b.*\\b${APPOINTMENT}\\b|\\breschedule\\b`,
  "i",
);
const SLOTS =
  /\b(?:available|availability|free|openings)\b.*\b(?:slots?|times?|appointments?|day|week|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|am|pm|morning|afternoon)\b|\b(?:slots?|times?|appointments?) .*\b(?:available|free)\b|\bwhen are you (?:free|available)\b|\bdo you have (?:any ?thing|something|time|room)\b.*\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|next week|this week|[ap]m)\b/i;
const APPOINTMENTS =
  /\b(?:my|do i have|have i got|did i book)\b.*\bappointments?\b|\bappointments? (?:do|have|did) i\b|\bwhen is my (?:next )?(?:appointment|consultation|review)\b/i;
const ORDERS = /\b(?:my|last|latest|recent)\b.*\b(?:orders?|delivery|parcel|package)\b|\bdid i order\b/i;
const ACCOUNT =
  /\b(?:open|create|make|set up|start|need|want|like)\b.*\baccount\b|\bsign (?:me )?up\b|\bregister\b|\b(?:don'?t|do not) have an? (?:account|number)\b|\bno account\b|\b(?:i'?m|i am) (?:a )?new\b|\bnew customer\b/i;
const IDENTIFY = /\b(?:look (?:me )?up|find) (?:my account|me)\b|\bmy account\b/i;

const REMARKS: readonly [Remark, RegExp][] = [
  [
    "repeat",
    /\b(?:what did you say|(?:say|repeat) (?:that|it)(?: again)?|come again|pardon|i (?:didn'?t|did not) (?:catch|hear|get) (?:that|you))\b|^(?:sorry|what|repeat)\?*$/i,
  ],
  [
    "who",
    /\b(?:who are you|are you (?:a |an )?(?:real|human|person|robot|bot|machine|ai)|what are you|who am i (?:talking|speaking) (?:to|with))\b/i,
  ],
  ["never-mind", /\b(?:never ?mind|forget (?:it|about it)|leave it)\b/i],
  ["no", /^(?:no|nope|nah|not really|neither|none)\b/i],
  [
    "yes",
    /^(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|right|correct|that'?s right|that works|sounds good|perfect|great)\b/i,
  ],
  ["thanks", /\b(?:thanks|thank you|cheers|appreciate it)\b/i],
  ["hello", /^(?:hi|hello|hey|good (?:morning|afternoon|evening))\b/i],
];

export interface Heard {
  goals: Goal[];
  remarks: Remark[];
}

function goalOf(sentence: string, thankful: boolean): Goal | undefined {
  if (GOODBYE.test(sentence)) return { is: "goodbye", farewell: thankful ? "thanks" : "general" };
  const explaining = EXPLAINING.test(sentence);
  if (CHANGE.test(sentence) && !explaining) return { is: "change" };
  if (APPOINTMENTS.test(sentence)) return { is: "appointments" };
  if (ORDERS.test(sentence) && !/^how (?:do|can)\b/i.test(sentence)) return { is: "orders" };
  if (SLOTS.test(sentence)) return { is: "slots" };
  if (BOOK.test(sentence) && !explaining) return { is: "book" };
  if (ACCOUNT.test(sentence) && !explaining) return { is: "account" };
  if (IDENTIFY.test(sentence) && !explaining) return { is: "identify" };
  if (/\?$/.test(sentence) || OPENING.test(sentence))
    return { is: "question", query: sentence.slice(0, MAX_QUERY_CHARACTERS) };
  return undefined;
}

/** The requests and remarks in a caller's words. */
export function heardIn(text: string): Heard {
  const remarks = REMARKS.filter(([, pattern]) => pattern.test(text.trim())).map(([remark]) => remark);
  const thankful = remarks.includes("thanks");
  const goals: Goal[] = [];
  if (remarks.includes("repeat") || remarks.includes("who")) return { goals, remarks };
  for (const sentence of text.split(/(?<=[.?!])\s+/).map((one) => one.trim())) {
    const goal = goalOf(sentence, thankful);
    if (goal && !goals.some(({ is }) => is === goal.is)) goals.push(goal);
  }
  return { goals, remarks };
}

/** The services that can be booked, as the function for it names them. */
export function servicesIn(functions: readonly FunctionDefinition[]): string[] {
  const book = functions.find(({ name }) => name === "create_appointment");
  const names = book?.parameters?.properties?.["service"]?.enum ?? [];
  return names.filter((name) => typeof name === "string");
}
