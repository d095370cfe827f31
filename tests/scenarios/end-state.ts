import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "@bean-brew/emulator";
import { openEmbeddedStore, type EmbeddedStore } from "@bean-brew/relay";
import type { House } from "../house.js";

/** The most that one session may have written; a scenario writes a few. */
const MAX_WRITES = 20;
/** How often the emulator is asked for a call's answer, and how long it is left alone between, in milliseconds. */
const TELL_ATTEMPTS = 100;
const TELL_PAUSE_MS = 50;
const SHOP_ZONE = "America/New_York";
/** Of the appointments that a new store has, those to come. */
export const STANDING = ["APT0002", "APT0003", "APT0005", "APT0006"] as const;

/** What a play left behind: what its sessions wrote in the store, and what they were told. */
export interface EndState {
  readonly customers: readonly { readonly name: string; readonly phone: string; readonly email: string }[];
  /** `start` by the shop's clock: `YYYY-MM-DDTHH:MM`. */
  readonly appointments: readonly {
    readonly customer: string;
    readonly start: string;
    readonly service: string;
    readonly status: string;
  }[];
  /** Look-ups that succeeded, each with whom or what they were about: `get_orders CUST0001`. */
  readonly told: readonly string[];
}

export type ToldAppointment = EndState["appointments"][number];

export const NOTHING: EndState = { customers: [], appointments: [], told: [] };

interface Recorded {
  readonly name: string;
  readonly arguments: string | Readonly<Record<string, unknown>>;
  readonly response?: string;
}

/** The shop's wall clock at an instant. */
const localTime = (instant: string): string => {
  const options = { timeZone: SHOP_ZONE, dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("sv-SE", options).format(Date.parse(instant)).replace(" ", "T");
};

type StoredAppointment = NonNullable<Awaited<ReturnType<EmbeddedStore["documents"]["get"]>>>["body"] & {
  readonly customerName: string;
  readonly start: string;
  readonly service: string;
  readonly status: string;
};

const objectOf = (json: unknown): Readonly<Record<string, unknown>> =>
  (typeof json === "string" ? JSON.parse(json) : json) as Readonly<Record<string, unknown>>;

const subjectOf = ({ name, arguments: args, response }: Recorded): unknown => {
  const given = objectOf(args);
  const result = objectOf(response ?? "{}");
  switch (name) {
    case "find_customer":
      return result["identified"] === false ? "nobody" : result["id"];
    case "create_customer_account":
    case "search_knowledge_base":
    case "get_best_answer":
    case "get_knowledge_base_topics":
      return "";
    case "update_appointment_status":
      return given["appointment_id"];
    case "check_availability":
      return String(given["start_date"]).slice(0, 10);
    default:
      return given["customer_id"] ?? "";
  }
};

/** Reads end states from a house's store, beside the relay that writes it. */
export interface EndStates extends AsyncDisposable {
  of(report: Report): Promise<EndState>;
  /** The appointments of {@link STANDING} as they are now. */
  standing(): Promise<readonly ToldAppointment[]>;
}

export const openEndStates = async (house: House): Promise<EndStates> => {
  const store: EmbeddedStore = await openEmbeddedStore(join(house.dataDir, "store"));
  const writesOf = async <C extends "customers" | "appointments">(collection: C, report: Report) => {
    const prefixes = report.sessions.map((session) => ({ prefix: `write:${session}:` }));
    const found = await Promise.all(prefixes.map((where) => store.documents.find(collection, where, MAX_WRITES)));
    return found.flat().map(({ body }) => body);
  };
  const recorded = async (id: string): Promise<Recorded> => {
    for (let left = TELL_ATTEMPTS; left > 0; left -= 1) {
      const response = await fetch(`${house.agent ?? ""}/admin/calls?id=${encodeURIComponent(id)}`);
      const [call] = (await response.json()) as readonly Recorded[];
      if (call?.response !== undefined) return call;
      // A page may hear that a call is finished before the answer has reached the agent; nothing tells when it has.
      await sleep(TELL_PAUSE_MS);
    }
    throw new Error(`The emulator knows no answered call ${id}.`);
  };
  const told = async ({ id }: { readonly id: string }): Promise<string> => {
    const call = await recorded(id);
    return `${call.name} ${String(subjectOf(call))}`.trim();
  };
  const tellAppointment = ({ customerName, start, service, status }: StoredAppointment): ToldAppointment => ({
    customer: customerName,
    start: localTime(start),
    service,
    status,
  });
  return {
    standing: async () =>
      (await Promise.all(STANDING.map((id) => store.documents.get("appointments", id)))).map((stored) =>
        tellAppointment(stored!.body),
      ),
    of: async (report) => ({
      customers: (await writesOf("customers", report)).map(({ name, phone, email }) => ({ name, phone, email })),
      appointments: (await writesOf("appointments", report)).map(tellAppointment),
      told: await Promise.all(report.calls.filter(({ ok }) => ok === true).map(told)),
    }),
    [Symbol.asyncDispose]: () => store.close(),
  };
};

const keys = (items: readonly object[]): readonly string[] => items.map((item) => JSON.stringify(item)).sort();
const has = (all: readonly string[], some: readonly string[]): boolean => some.every((one) => all.includes(one));

/** Whether all that was to be done and told was, and nothing else was written. */
export const isReached = (actual: EndState, expected: EndState): boolean =>
  keys(actual.customers).join() === keys(expected.customers).join() &&
  keys(actual.appointments).join() === keys(expected.appointments).join() &&
  has(actual.told, expected.told);

/** Whether something was written that was not to be, or something told of a customer who was not meant. */
export const isWrong = (actual: EndState, expected: EndState): boolean => {
  const mentioned = (state: EndState): readonly string[] => state.told.join(" ").match(/CUST\d+/g) ?? [];
  const isForeign = expected.customers.length === 0 && !has(mentioned(expected), mentioned(actual));
  return (
    !has(keys(expected.customers), keys(actual.customers)) ||
    !has(keys(expected.appointments), keys(actual.appointments)) ||
    actual.appointments.length > expected.appointments.length ||
    isForeign
  );
};
