import { pointedAt, pointsIn, shiftIn } from "./choices.js";
import type { Facts } from "./facts.js";
import { daysAfter, saysDate, WEEKDAY, whenIn, type LocalTime, type When } from "./local-time.js";
import { figuresIn, smallNumber } from "./numbers.js";
import type { Heard } from "./requests.js";
import { MAX_GOALS, withWhenOf, type Goal, type State, type Which } from "./state.js";

/** The requests of a caller, seen in the light of what was said with them and of what is in hand. */

const named = ({ day, time, from, until }: When): boolean =>
  [day, time, from, until].some((part) => part !== undefined);

/** "My Tuesday appointment", "my appointment on Tuesday": the time says which, not to when. */
const SAYS_WHICH =
  /\b(?:my|the) (?:[\w-]+ )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow)(?:'s)?\b|\b(?:appointment|booking|consultation|review|one) (?:on|that's)\b/i;

/** "Change that to a review": the time stays, and what it is for changes. */
const BECOMES = /\b(?:change|switch|make|move)\b.*\b(?:to|into|it|that) (?:be )?(?:for )?(?:an? |the )/i;

/** "Move it from Tuesday to Wednesday at ten": which appointment, and to when. */
function moveIn(text: string, said: Facts, now: LocalTime): { which: Which; to: When } {
  const words = figuresIn(text);
  const service = said.service === undefined ? {} : { service: said.service };
  for (const { index } of [...words.matchAll(/\b(?:to|until|for)\b/gi)].reverse()) {
    const to = whenIn(words.slice(index), now);
    const which = whenIn(words.slice(0, index), now);
    if (named(to) && !(named(which) === false && SAYS_WHICH.test(words)))
      return { which: { ...which, ...service }, to };
  }
  const { day, time, from, until, unsure } = said;
  const when = Object.fromEntries(
    Object.entries({ day, time, from, until, unsure }).filter(([, one]) => one !== undefined),
  );
  return SAYS_WHICH.test(words) ? { which: { ...when, ...service }, to: {} } : { which: service, to: when };
}

/** "Push it back by an hour", "two hours earlier": so many hours after the time at which it is. */
function hoursIn(text: string): number | undefined {
  const amount = /\b(an?|\w+) hours?\b/i.exec(text)?.[1];
  const hours = amount === undefined ? undefined : /^an?$/i.test(amount) ? 1 : smallNumber(amount);
  if (hours === undefined) return undefined;
  if (/\b(?:earlier|sooner|forward|up)\b/i.test(text)) return -hours;
  return /\b(?:later|back|push|delay|postpone)\b/i.test(text) ? hours : undefined;
}

/** The appointment that "it" is: the one that was booked or moved in this conversation. */
function pointed(text: string, which: Which, { latest }: State): Which {
  if (latest !== undefined && /\bmy other\b/i.test(text)) return { ...which, not: latest.id };
  const it = /\b(?:it|that|this(?: one)?)\b/i.test(text) && latest !== undefined;
  return it && Object.keys(which).length === 0 ? { id: latest.id } : which;
}

/** "Move it to the afternoon" keeps the day of what was booked last. */
function onItsDay(to: When, { id }: Which, { latest }: State): When {
  const keeps = id !== undefined && id === latest?.id && to.day === undefined && (to.from ?? to.until) !== undefined;
  return keeps ? { ...to, day: latest.date.slice(0, 10) } : to;
}

export interface Requested {
  goals: Goal[];
  /** The state, whose facts are those that are meant for the requests. */
  state: State;
}

/** "No, Wednesday", of an appointment in some week, is that week's; `day` is the next of its name. */
function nearestTo(date: LocalTime, day: string, text: string): string {
  if (!WEEKDAY.test(text) || saysDate(text)) return day;
  let near = day;
  while (daysAfter(near, 4) <= date) near = daysAfter(near, 7);
  return near;
}

/** "No, Wednesday at ten", "no, the other one", just after something was booked: it is to be moved. */
function amended(text: string, said: Facts, heard: Heard, state: State): Requested | undefined {
  const { latest } = state;
  // "Actually can you make it three instead?" has the form of a question.
  const asks = heard.goals.length > 0;
  const corrects = asks
    ? /\bmake (?:it|that)\b|\binstead\b/i.test(text)
    : heard.remarks.includes("no") || /\b(?:i meant|actually|make it|rather)\b/i.test(text);
  if (latest === undefined || state.goals.length > 0 || !corrects) return undefined;
  const others = state.slots.filter((slot) => slot !== latest.date);
  const only = /\bother one\b/i.test(text) && others.length === 1 ? others[0] : undefined;
  const other = only ?? (said.day === undefined && said.time === undefined ? pointedAt(text, state.slots) : undefined);
  const day = other?.slice(0, 10) ?? (said.day === undefined ? undefined : nearestTo(latest.date, said.day, text));
  const time = other?.slice(11, 16) ?? said.time ?? (said.day === undefined ? undefined : latest.date.slice(11, 16));
  if ((day === undefined && time === undefined) || `${day}T${time}` === latest.date) return undefined;
  const facts = { ...state.facts, ...(day !== undefined && { day }), ...(time !== undefined && { time }) };
  return { state: { ...state, facts }, goals: [{ is: "move", which: { id: latest.id } }] };
}

/** Requests for which a day or a time in the same words is not when something is to be. */
const NOT_OF_A_TIME: readonly Goal["is"][] = ["question", "orders", "appointments", "topics", "status"];

/** So few words cannot be a question of their own. */
const FEW_WORDS = 5;

/** "And on weekends?", "what about Sunday?", after a question about the shop, goes on with it. */
function followed(text: string, goals: readonly Goal[], { topic, asked }: State): readonly Goal[] {
  const [only] = goals;
  const follows = /^(?:and|what about|how about)\b/i.test(text) && text.split(/\s+/).length <= FEW_WORDS;
  if (topic === undefined || asked === "slot" || !follows || goals.length !== 1) return goals;
  if (only?.is !== "question" && only?.is !== "slots") return goals;
  return [{ is: "question", query: `${topic.replace(/[.?! ]+$/, "")} ${text.replace(/^and /i, "")}` }];
}

/**
 * The new requests, and the facts without what only names the things that they are about. `gone`: the facts of what is
 * to be cancelled, where `said` is of something else.
 */
export function requested(
  text: string,
  said: Facts,
  heard: Heard & { gone?: Facts | undefined },
  before: State,
  after: State,
  now: LocalTime,
): Requested {
  const when = named(said);
  const chooses = when || pointsIn(text) || shiftIn(text, said) !== undefined;
  const choosing = before.asked === "slot" && chooses && heard.goals.length === 1;
  const booking = before.goals.some(({ is }) => is === "book" || is === "slots" || is === "move");
  // "Yes, please cancel it" agrees to what was asked; it asks for nothing new.
  const agreeing = before.asked === "cancel" && heard.remarks.includes("yes") && !when && said.service === undefined;
  let state = after;
  let goals = followed(text, heard.goals, before).filter(
    ({ is }) =>
      !(choosing && ["slots", "question", "book", "appointments", "move"].includes(is) && booking) &&
      !(agreeing && is === "cancel"),
  );
  goals = goals.map((goal): Goal => {
    const asksToBook = goal.is === "question" || goal.is === "slots";
    const full = said.day !== undefined && said.time !== undefined && said.service !== undefined;
    return asksToBook && full && goals.length === 1 ? { is: "book" } : goal;
  });
  const earlier = (): State => withWhenOf(after, before.facts);
  // The Saturday of "are you open on Saturday?" is not the day of an appointment.
  if (goals.length > 0 && goals.every(({ is }) => NOT_OF_A_TIME.includes(is))) state = earlier();
  goals = goals.map((goal): Goal => {
    if (goal.is === "move") {
      if (said.service !== undefined && !when && BECOMES.test(text)) {
        state = withWhenOf(state, {});
        return { is: "move", which: pointed(text, {}, before), service: said.service };
      }
      const by = hoursIn(text);
      const { which, to } = moveIn(text, by === undefined ? said : { service: said.service }, now);
      const meant = pointed(text, which, before);
      state = withWhenOf(state, by === undefined ? onItsDay(to, meant, before) : {});
      return { is: "move", which: meant, ...(by !== undefined && { by }) };
    }
    if (goal.is !== "cancel") return goal;
    const { day, time, service } = heard.gone ?? said;
    const which = {
      ...(day !== undefined && { day }),
      ...(time !== undefined && { time }),
      ...(service !== undefined && { service }),
    };
    if (heard.gone === undefined) state = earlier();
    return { is: "cancel", which: pointed(text, which, before) };
  });
  const isPlain = goals.every(({ is }) => is === "question" || is === "slots");
  return (isPlain ? amended(text, said, { ...heard, goals }, state) : undefined) ?? { state, goals };
}

/** What is talked of of the shop, once these requests have come. */
export function topicOf(added: readonly Goal[], { topic }: State): string | undefined {
  const question = added.find((goal) => goal.is === "question");
  if (question?.is === "question") return question.query;
  return added.length > 0 ? undefined : topic;
}

/** Puts new requests before those in hand, without doubles; a goodbye comes last, and ends what waits. */
export function withGoals(goals: readonly Goal[], added: readonly Goal[]): Goal[] {
  const leaving = added.find(({ is }) => is === "goodbye");
  if (leaving) return [...added.filter((goal) => goal !== leaving).slice(0, MAX_GOALS - 1), leaving];
  const kinds = new Set(added.map(({ is }) => is));
  // Who moves an appointment does not want it cancelled any more, and the other way round.
  if (kinds.has("move")) kinds.add("cancel");
  else if (kinds.has("cancel")) kinds.add("move");
  return [...added, ...goals.filter(({ is }) => !kinds.has(is))].slice(0, MAX_GOALS);
}
