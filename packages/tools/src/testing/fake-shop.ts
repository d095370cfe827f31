import { answer, type Outcome } from "../answer.js";
import { defaultCalendar, type Calendar } from "../booking/calendar.js";
import type { Caller } from "../caller.js";
import type { IdentityPolicy } from "../identity/access.js";
import type { Documents, KnowledgeBase } from "../ports.js";
import { shopTools } from "../registry.js";
import { seedDemo } from "../shop/demo.js";
import type { Tool } from "../tool.js";
import { fakeDocuments } from "./fake-documents.js";
import { fakeKnowledge } from "./fake-knowledge.js";

/** A Monday at three in the afternoon in New York. */
const MONDAY = Date.parse("2026-11-23T15:00:00-05:00");

export interface FakeShopOptions {
  readonly documents?: Documents;
  readonly knowledge?: KnowledgeBase;
  readonly calendar?: Calendar;
  readonly identityPolicy?: IdentityPolicy;
}

/** One session with the shop: it remembers who the caller turned out to be and counts the misses. */
export interface FakeCall {
  (name: string, args?: object): Promise<Outcome>;
  misses(): number;
}

export interface FakeShop {
  readonly documents: Documents;
  readonly tools: readonly Tool[];
  readonly calendar: Calendar;
  /** The shop's clock, in ms since 1970; it stands still until it is set. */
  now: number;
  openCall(caller?: Partial<Caller>): FakeCall;
}

/** A shop of its own, with nothing in it but the demonstration. */
export type OpenShop = (options?: FakeShopOptions) => Promise<FakeShop>;

/** The shop with its demonstration customers, on a Monday afternoon. */
export async function fakeShop(options: FakeShopOptions = {}): Promise<FakeShop> {
  const documents = options.documents ?? fakeDocuments();
  const calendar = options.calendar ?? defaultCalendar("America/New_York");
  const clock = (): number => shop.now;
  const tools = shopTools({ ...options, documents, knowledge: options.knowledge ?? fakeKnowledge(), clock, calendar });
  let sessions = 0;
  const shop: FakeShop = {
    documents,
    tools,
    calendar,
    now: MONDAY,
    openCall(caller) {
      sessions += 1;
      let known: Caller = { sessionId: `session-${sessions}`, scope: "public", misses: 0, userTurn: 1, ...caller };
      const ask = async (name: string, args: object = {}): Promise<Outcome> => {
        const request = { id: "call", name, arguments: JSON.stringify(args) };
        const outcome = await answer(tools, request, known, new AbortController().signal);
        const { identity = known.identity, miss = false } = outcome;
        known = { ...known, ...(identity && { identity }), misses: known.misses + Number(miss) };
        return outcome;
      };
      return Object.assign(ask, { misses: () => known.misses });
    },
  };
  await seedDemo(documents, clock, calendar);
  return shop;
}
