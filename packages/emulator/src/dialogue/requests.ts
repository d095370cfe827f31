import type { FunctionDefinition } from "../protocol/messages.js";
import { plainly, remarksIn, type Remark } from "./remarks.js";
import { statusIn } from "./staff.js";
import type { Goal } from "./state.js";

/** The longest question that is looked up, in characters. */
export const MAX_QUERY_CHARACTERS = 300;

/** How many parts of what is said are looked at for requests. */
export const MAX_CLAUSES = 12;

const KIND = "(?:consultations?|follow[- ]?ups?|reviews?|planning|sessions?)";
const VISIT = `(?:appointments?|appts?|bookings?|reservations?|meetings?|slots?|visits?|${KIND})`;
const MINE = `(?:my|the|this|that|our|an?) (?:[\\w-]+ ){0,3}?${VISIT}`;
const DAY =
  "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|(?:this|next) (?:week|month)|week after next|morning|afternoon|weekend" +
  "|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|ember|tember|ober)?|the \\d{1,2}(?:st|nd|rd|th)|\\d{1,2}/\\d{1,2})";
const either = (...sources: string[]): RegExp => new RegExp(sources.join("|"));

const BOOKED = "(?:appointments?|appts?|bookings?|reservations?)";
const EXPLAINING = /^(?:what|why|how (?!about)|who|where|do you|does|are (?:you|there)|which)\b/;

const GOODBYE =
  /\b(?:good ?bye|bye|(?:that's|that is|that'll be|that will be) (?:all|it|everything)\b(?! wrong)|nothing else|hang up|end the call|i'm (?:all )?(?:done|finished|good|set)(?= thanks?| thank you|$|[,.!])|all set|see you|talk to you (?:later|soon)|have a (?:good|nice|great|lovely) (?:day|one|evening|weekend)|(?:i've |i have )?got to (?:go|run)|i (?:have to|must|should|gotta) (?:go|run))\b/;

const QUITS = /^(?:quit|exit)\W*$/;

const CANCEL = either(
  `\\b(?:cancel|call off|scrap|delete|drop|get rid of|remove|undo)\\b.*\\b${VISIT}\\b`,
  "\\b(?:need|want|like|have) to cancel\\b",
  "^(?:please )?(?:can (?:you|i|we) |could (?:you|i|we) )?cancel(?: (?:it|that|this|mine|please))*$",
  "\\bcancel (?:it|that)$",
  "\\btake me off the\\b",
  `\\b(?:don't|do not|no longer) (?:need|want) (?:my|the|that|an?) ${VISIT}\\b`,
  `\\b${BOOKED}\\b.*\\bi(?:'d| would)? (?:need|want|have|like) to cancel\\b`,
);
const KEEPS = /\b(?:don't|do not|not|never|no need to) (?:(?:want|need) (?:you )?to )?cancel\b/;
const MOVE = either(
  `\\b(?:move|reschedule|change|switch|shift|push|postpone|swap|delay|bring forward)\\b.*\\b${VISIT}\\b`,
  "\\breschedul(?:e|ing)\\b|\\bpostpone\\b",
  "\\b(?:move|switch|shift|push|change) (?:it|that|this|mine)\\b",
  `\\b(?:can't|cannot|can not|won't|unable to)\\b.*\\b(?:make|come)\\b.*\\b(?:another|other|different|new) (?:time|day|date)\\b`,
  `\\b${VISIT}\\b.*\\b(?:another|a different|some other) (?:time|day|date)\\b`,
  `\\b(?:another|a different|some other) (?:time|day|date) for (?:my|the) ${VISIT}\\b`,
  `\\bdo ${MINE} (?:on|at)\\b.*\\binstead\\b`,
  `\\b${BOOKED}\\b.*\\bi(?:'d| would)? (?:need|want|have|like) to (?:move|reschedule|change|shift|push|postpone)\\b`,
  `\\b(?:can't|cannot|can not|won't be able to|not able to|unable to) (?:make|come to|attend|keep) (?:it to )?(?:my|the|our) (?:[\\w-]+ ){0,2}?${VISIT}\\b`,
  "\\b(?:an?|one|two|half an) hours? (?:later|earlier)\\b",
);
const APPOINTMENTS = either(
  `\\b(?:my|do i have|have i got|did i book|have i booked)\\b.*\\b(?:${VISIT})\\b(?! (?:number|costs?))`,
  `\\b${VISIT} (?:do|have|did) i\\b`,
  "\\bmy (?:calendar|schedule)\\b|\\bi(?:'m| am) supposed to (?:come|be)\\b|\\bam i supposed to (?:come|be)\\b|\\bwhen do i (?:come|have to|need to)\\b",
  `(?<!\\b(?:can|could|may|might|should) )\\bi (?:already )?(?:have|'ve got|have got) an? (?:[\\w-]+ )?${BOOKED}\\b`,
  "\\bi(?:'ve| have) (?:got )?booked\\b|\\b(?:do i have|have i got|have i)\\b.*\\bbooked\\b|\\bi(?:'m| am) (?:booked|down|coming in)\\b|\\bam i (?:booked|down|coming in|scheduled)\\b",
);
const MAKES = /\b(?:set up|book|schedule|arrange) an?\b/;
const MY_VISIT = new RegExp(`^(?:and )?my (?:upcoming |next |other )?${VISIT}$`);
const ORDERS =
  /\b(?:my|last|latest|recent|previous)\b.*\b(?:orders?|delivery|deliveries|parcel|package|shipment)\b|\b(?:did|have) i order\b|\b(?:about|status of) (?:an?|the) (?:order|delivery)\b|\border status\b|\bi (?:have )?ordered\b|\bmy (?:coffee|beans|stuff|things)\b.*\b(?:come|arrived?|here|shipped)\b|\bthe order i\b|^(?:my )?orders?(?: status)?(?: please)?$|\bwhen (?:will|does|should) (?:it|they|that) (?:get (?:here|there)|arrive|be delivered|ship)\b|\b(?:has|have|did|is|are) (?:it|they|that)(?: been)? (?:ship(?:ped)?|delivered|arrived?|on (?:its|the|their) way)\b|\bwhich (?:one|order)s? (?:is|are) (?:still )?(?:on (?:its|the|their) way|coming|pending)\b/;
const TOPICS =
  /\b(?:what|how)(?: else| all)? (?:can|could) you (?:help|assist)(?: me| us)?\b|\bwhat(?: else)? can you tell (?:me|us)(?: about)?$|\bwhat (?:(?:kinds?|sorts?) of )?(?:topics|subjects|things|questions|information)\b.*\b(?:you|ask)\b|\bwhat (?:else )?(?:do you know|can (?:i|we) ask)(?: about| you)*$|\bwhat (?:else )?(?:are you able to|you can) help\b/;
const ORDERING = /\bhow (?:do|can|would) (?:i|we)\b|\bi(?:'d| would) like to order\b|\bplace an order\b/;
const SLOTS = either(
  `\\b(?:available|availability|openings|free)\\b.*\\b(?:slots?|times?|appointments?|day|week|am|pm|${DAY})\\b`,
  `\\b(?:slots?|times?|appointments?|days?|dates?)\\b.*\\b(?:available|free|left|open (?!to)|possible|do you have|have you got)\\b|\\b(?:slots?|times?) (?:are|do you have|have you)\\b`,
  "\\bwhen (?:are you|is somebody|is someone|would you be) (?:free|available)\\b|\\byour (?:availability|openings|earliest)\\b",
  `\\b(?:any ?thing|something|any|time|room|space|somebody|one)\\b(?: \\w+)? (?:open|free|available|left)\\b`,
  `\\b(?:do you have|have you got|you got|got|is there|are there|what about|how about|you have) (?:any ?thing|something|any(?: \\w+)?|time|room|a time|space)?\\b.*\\b(?:${DAY}|[ap]m)\\b`,
  "\\bwhen (?:can|could|may|should) (?:i|we) (?:come|visit|see|get)\\b|\\bwhat's (?:free|available|open)\\b|\\bsee what(?:'s| is) (?:free|open|available)\\b",
  `\\b(?:next|first|earliest|soonest) (?:available|free|open|possible)?\\b.*(?:${VISIT}|opening|time|you can)\\b`,
  `\\bis\\b.*\\b(?:${DAY}|[ap]m)\\b.*\\b(?:open|taken)\\b`,
  `\\bis (?:${DAY}|it|that|the)\\b.*\\b(?:free|available)\\b`,
);
const BOOK = either(
  `\\b(?:book|schedule|arrange|set up) something\\b|\\b(?:book|schedule|set up|make|arrange|reserve|need|want|like|have|get|put me down for|come in for|looking for)\\b.*\\b${VISIT}\\b`,
  `^(?:an? )?${VISIT},? (?:please|on|for|next|this|tomorrow|at)\\b|^(?:an? )?(?:${KIND}|appointment|appt)$`,
  "^(?:please )?book\\b|\\bbook (?:me|it|that|us|something|one|a time|the)\\b|\\b(?:put|pencil|squeeze|fit|slot) me (?:down|in)\\b",
  "\\b(?:see|talk to|speak to|speak with|meet(?: with)?|sit down with) (?:someone|somebody|a (?:person|colleague|consultant|specialist)|one of (?:you|your))\\b",
  "\\bset (?:something|a time) up\\b|\\bset up (?:something|a time)\\b|\\bi(?:'d| would) like to come in\\b|\\bi want to come in\\b",
);
/** Only after what wants more than to come: "can I come in for a review on Tuesday" books one. */
const COMES = /\b(?:can|could|may) (?:i|we) (?:come|stop|drop|swing|pop) (?:in|by|over|round)\b/;
const GREETS = /^(?:(?:hi|hello|hey|there|any(?:body|one)(?: there)?|good (?:morning|afternoon|evening))\b[ ,]*)+$/;
/** Remarks that have an answer of their own. */
const NO_REQUESTS: readonly Remark[] = ["human", "how-are-you", "what-time"];
const MY_NUMBER =
  /\b(?:what(?:'s| is)|tell me|forgot(?:ten)?|(?:don't|do not) (?:know|remember)|lost) my (?:customer|account) (?:number|id)\b/;
const NO_ACCOUNT =
  /\b(?:don't|do not|haven't|have not|never)\b.*\b(?:account|registered|signed up|customer number)\b|\bno account\b|\b(?:i'm|i am|we're) (?:a )?(?:new|not a customer)\b|\bnew customer\b|\bfirst time (?:calling|here|caller|customer)\b|\bnever (?:ordered|called|been|bought)\b/;
const ACCOUNT =
  /\b(?:open|create|make|set (?:me )?up|start|need|want|like|get(?! into)|new)\b.*\baccount\b|\bsign (?:me |us )?up\b|\bregister\b|\bbecome a (?:new )?customer\b/;
const IDENTIFY =
  /\b(?:look (?:me )?up|find|pull up|bring up|check|see|open up|get into|access)\b.*\bmy (?:account|details|file|profile|info(?:rmation)?|record)\b|\blook me up\b|\bfind me\b|\bmy account\b|\b(?:have|got|'ve) (?:already )?an account\b|\b(?:existing|already a|old|regular) customer\b|\b(?:i'm|i am) a customer\b|\bon file\b|\byou (?:already )?have my\b/;

const OPENING =
  /^(?:what|which|who|why|where|when|how|do you|does|did|is|are|have you|has|can (?:i|you|we)|could (?:i|you|we)|will|would you|should|tell me|tell us|explain|describe|i (?:want|would like|need) to know|i'd like to know|i'm interested in|i'd love to know|i have a question|i was wondering|i wonder|i'm wondering|i'm curious|what's|where's|who's|how's|any idea)\b/;

/** "My machine is broken, can you fix it" */
const OPENING_AFTER = /, (?:what|where|when|how|why|who|do you|does|is there|are there|can|could|will|would|should)\b/;

/** What begins a sentence without being part of it. */
const LEAD =
  /^(?:(?:and|also|so|then|but|ok(?:ay)?|well|um+|uh+|oh|hi|hello|hey|yes|yeah|sure|no|great|perfect|alright|please|there|thanks|thank you|good (?:morning|afternoon))\b[, .!]*)+(?=[^\s.!?])/;

/** Where one request ends and the next begins, in a sentence without a full stop. */
const SEAM =
  /(?<=[.?!])\s+|,? also, |,? (?:and(?: also| then)?|also|then|but|plus),? (?=(?:please )?(?:tell|can|could|do|does|did|what|where|when|how|who|why|which|is|are|will|would|has|have you|i'd|i want|i need|i would|i also|i'm|i am|i have|i've|i don't|i can't|my [a-z ]{2,30} (?:is|isn't|are|aren't|has|won't)|we'd|we want|we need|book|cancel|move|reschedule|list|show|check|give|look|find|open|create|sign|explain|order status|my (?:\w+ )?(?:orders?|appointments?|bookings?|deliver\w+)$)\b)/i;

/** The requests in what was heard, and the remarks. */
export interface Heard {
  goals: Goal[];
  /** The part in which something is to be cancelled, where other parts want something else. */
  cancelling?: string | undefined;
  remarks: Remark[];
}

function goalOf(clause: string, words: string): Goal | undefined {
  if (GOODBYE.test(words) || QUITS.test(words)) return { is: "goodbye", farewell: "general" };
  const status = statusIn(words);
  if (status) return status;
  if (TOPICS.test(words.replace(/[.!?]+$/, ""))) return { is: "topics" };
  const explaining = EXPLAINING.test(words);
  const asks = /\?$/.test(words) || OPENING.test(words) || OPENING_AFTER.test(words);
  const bare = words.replace(/[.!?]+$/, "");
  const remarks = remarksIn(bare);
  if (GREETS.test(bare) || remarks.some((one) => NO_REQUESTS.includes(one))) return undefined;
  if (MY_NUMBER.test(bare)) return { is: "identify" };
  if (!explaining && CANCEL.test(bare) && !KEEPS.test(bare)) return { is: "cancel" };
  if (!explaining && MOVE.test(bare)) return { is: "move" };
  if (MY_VISIT.test(bare)) return { is: "appointments" };
  if (SLOTS.test(bare) && !/\b(?:when is|my)\b/.test(bare)) return { is: "slots" };
  if (APPOINTMENTS.test(bare) && !MAKES.test(bare)) return { is: "appointments" };
  if (ORDERS.test(bare) && !ORDERING.test(bare)) return { is: "orders" };
  if (NO_ACCOUNT.test(bare)) return { is: "account" };
  if (IDENTIFY.test(bare) && !explaining && !/\b(?:open|create|make|set up|new)\b/.test(bare))
    return { is: "identify" };
  if (BOOK.test(bare) && !explaining && !/\bto know\b|\btell (?:me|us)\b/.test(bare)) return { is: "book" };
  if (ACCOUNT.test(bare) && !explaining && !/\bto know\b/.test(bare)) return { is: "account" };
  if (COMES.test(bare) && !explaining) return { is: "slots" };
  if (asks) return { is: "question", query: clause.slice(0, MAX_QUERY_CHARACTERS) };
  return undefined;
}

/** A wish that names neither a time nor one of several things: something to be looked up. */
const WISH = /^(?:i|we)(?:'d| would)? (?:want|like|need|love)\b(?:\s+\S+){3}/;
const PARTICULAR =
  /\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|morning|afternoon|evening|noon|week|month|one|two|first|second|other|later|earlier|it|that)\b/;

/** The requests and remarks in a caller's words. */
export function heardIn(text: string): Heard {
  const remarks = remarksIn(text);
  const goals: Goal[] = [];
  let cancelling: string | undefined;
  // The dots of "2 p.m." end no request.
  const clauses = text
    .replace(/\b([ap])\. ?m\./gi, "$1m")
    .split(SEAM)
    .slice(0, MAX_CLAUSES);
  for (const part of clauses) {
    const clause = part.trim();
    const words = plainly(clause).replace(LEAD, "");
    // Alone, a wish is taken up by what was asked before; beside another request it is one of its own.
    const wishes = clauses.length > 1 && WISH.test(words) && !PARTICULAR.test(words);
    const goal = goalOf(clause, words) ?? (wishes ? ({ is: "question", query: clause } as const) : undefined);
    if (goal?.is === "cancel") cancelling ??= clause;
    if (goal && !goals.some((one) => one.is === goal.is && one.is !== "question")) goals.push(goal);
  }
  const thankful = remarks.includes("thanks");
  return {
    remarks,
    ...(goals.length > 1 && { cancelling }),
    goals: goals.map((goal) => (goal.is === "goodbye" && thankful ? { ...goal, farewell: "thanks" } : goal)),
  };
}

const bookingIn = (functions: readonly FunctionDefinition[]) =>
  functions.find(({ name }) => name === "create_appointment")?.parameters?.properties;

/** The services that can be booked, as the function for it names them. */
export function servicesIn(functions: readonly FunctionDefinition[]): string[] {
  const names = bookingIn(functions)?.["service"]?.enum ?? [];
  return names.filter((name) => typeof name === "string");
}

/** Whether an appointment is for a service; one function that says what it takes may say nothing of any. */
export function takesService(functions: readonly FunctionDefinition[]): boolean {
  const properties = bookingIn(functions);
  return properties === undefined || Object.hasOwn(properties, "service");
}
