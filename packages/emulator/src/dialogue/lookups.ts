import { sentencesOf } from "../speech/sentences.js";
import { identify } from "./identify.js";
import { INTRODUCTION } from "./introduction.js";
import { plainly } from "./remarks.js";
import { servicesIn } from "./requests.js";
import { isListed, objectsIn, textIn, told, type Result } from "./result.js";
import { sayDay, sayError } from "./saying.js";
import type { LocalTime } from "./local-time.js";
import { asking, call, done, finish, offers, type Answer, type Next, type State, type Taken } from "./state.js";

/** What is only looked up and told: orders, and the shop's texts. */

/** An answer has at most so many sentences. */
const ANSWER_SENTENCES = 2;

/** At most so many orders are read out, and so many lines of one. */
const READ_OUT = 3;

/** So many topics give an idea of what can be asked. */
const TOPICS_SAID = 4;

/** What somebody who wants to know more can book. */
const TALK = "Consultation";

export function pursueOrders(state: State): Next {
  if (!offers(state, "get_orders")) return finish("I'm sorry, I cannot look up orders here.");
  return state.caller ? call("get_orders", { customer_id: state.caller.id }) : identify(state);
}

function sayOrder(order: Result): string {
  const lines = objectsIn(order, "lines")
    .slice(0, READ_OUT)
    .map((line) => `${String(line["quantity"] ?? 1)} ${textIn(line, "name") ?? "item"}`);
  const date = textIn(order, "date");
  const placed = date === undefined ? "" : ` of ${sayDay(date)}`;
  const content = lines.length === 0 ? "" : `: ${lines.join(", and ")}`;
  const status = textIn(order, "status")?.toLowerCase();
  return `Order ${textIn(order, "id") ?? ""}${placed} is ${status ?? "on file, but its status is not"}${content}.`;
}

export function takeOrders(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  if (!isListed(result, "orders")) return done(state, told(result));
  const said = objectsIn(result, "orders").slice(0, READ_OUT).map(sayOrder);
  return done(state, said.length === 0 ? "There are no orders on your account." : said.join(" "));
}

/** Questions that have one answer, such as a figure or a place. */
const HAS_ONE_ANSWER =
  /\bhow (?:much|many)\b|\bwhere (?:are|is) (?:you|the (?:shop|store|roastery))\b|\bwhat(?:'s| is) (?:the|your) (?:address|price|cost|fee)\b/;

export function pursueQuestion(query: string, state: State): Next {
  const searches = ["search_knowledge_base", "get_best_answer"];
  if (HAS_ONE_ANSWER.test(plainly(query))) searches.reverse();
  const search = searches.find((name) => offers(state, name));
  return search === undefined ? finish("I'm sorry, I cannot look that up here.") : call(search, { query });
}

/** Whether a question is of a past year of which what was found says nothing: then it answers something else. */
function isOfOtherTime(query: string, result: Result, now: LocalTime): boolean {
  const year = /\b(?:1\d{3}|20\d\d)\b/.exec(query)?.[0];
  const found = ["title", "question", "answer", "content"].map((field) => textIn(result, field) ?? "").join(" ");
  return year !== undefined && year < now.slice(0, 4) && !found.includes(year);
}

export function takeKnowledge(
  state: State,
  { arguments: { query = "" } }: Answer,
  result: Result,
  error: string | undefined,
  now: LocalTime,
): Taken {
  if (error !== undefined) return done(state, sayError(error));
  const isFound = result["found"] !== false && !isOfOtherTime(query, result, now);
  const answer = isFound ? (textIn(result, "answer") ?? textIn(result, "content")) : undefined;
  if (answer !== undefined) return done(state, sentencesOf(answer).slice(0, ANSWER_SENTENCES).join(" "));
  const unknown = "I'm sorry, I don't know that.";
  if (state.goals.length > 1 || !servicesIn(state.functions).includes(TALK)) return done(state, unknown);
  const goals = state.goals.filter(({ is }) => is !== "question");
  return asking(
    { ...state, goals },
    "consultation",
    `${unknown} Shall I book a consultation with a colleague for you?`,
  );
}

/** Who wants a person is told that none is here, and can have an appointment with one. */
export function offerPerson(state: State): Taken {
  const cannot = "I cannot put you through to a person here.";
  return servicesIn(state.functions).includes(TALK)
    ? asking(state, "consultation", `${cannot} Shall I book a consultation with a colleague for you?`)
    : done(state, cannot);
}

export function pursueTopics(state: State): Next {
  return offers(state, "get_knowledge_base_topics") ? call("get_knowledge_base_topics", {}) : finish(INTRODUCTION);
}

export function takeTopics(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  if (!isListed(result, "topics")) return done(state, told(result));
  const topics = (result["topics"] as unknown[]).filter((one) => typeof one === "string");
  if (topics.length === 0) return done(state, "I have no texts about the shop here.");
  const said = topics.slice(0, TOPICS_SAID).join(", ");
  const more = topics.length > TOPICS_SAID ? ", among other things" : "";
  return done(state, `I can tell you about ${said}${more}. What would you like to know?`);
}
