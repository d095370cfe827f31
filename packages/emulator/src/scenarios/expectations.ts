import { fits } from "./fits.js";
import { patternOf } from "./pattern.js";
import type { Absent, Calls, Ends, Expectation, Hears, Understands } from "./scenario.js";
import { messages, saidSince, type Talk } from "./talk.js";

/** Looks whether something was seen, again and again, and says what was seen instead. */
export interface Watch {
  /** Undefined while it may still come. */
  look(): boolean | undefined;
  instead(): string;
}

const quoted = (texts: readonly string[], nothing: string): string =>
  texts.length === 0 ? nothing : `"${texts.join(" ")}"`;

function hears(talk: Talk, { hears: written }: Hears, until: number): Watch {
  const pattern = patternOf(written);
  return {
    look: () => pattern.test(saidSince(talk, until).join(" ")) || undefined,
    instead: () => `heard instead: ${quoted(saidSince(talk), "nothing")}`,
  };
}

function understands(talk: Talk, { understands: written }: Understands, until: number): Watch {
  const pattern = patternOf(written);
  const understood = (): readonly string[] =>
    messages(talk, "conversation_update", talk.spokenFrom, until).flatMap(({ data }) =>
      data.role === "user" ? [data.content] : [],
    );
  return {
    look: () => pattern.test(understood().join(" ")) || undefined,
    instead: () => `understood instead: ${quoted(understood(), "nothing")}`,
  };
}

function calls(talk: Talk, { calls: name, with: wanted, ok }: Calls, until: number): Watch {
  const started = (): readonly { readonly id: string }[] =>
    messages(talk, "tool_started", talk.from, until).filter((call) => call.name === name && !talk.matched.has(call.id));
  const outcome = (id: string): boolean | undefined =>
    messages(talk, "tool_finished", talk.from, until).find((call) => call.id === id)?.ok;
  const isIt = (id: string): boolean => {
    if (ok !== undefined && outcome(id) !== ok) return false;
    if (wanted === undefined) return true;
    const record = talk.records?.call(id);
    return typeof record === "object" && fits(wanted, record.arguments, talk.reference);
  };
  const described = (id: string): string => {
    const record = wanted && talk.records?.call(id);
    const told =
      typeof record === "object" ? ` with ${JSON.stringify(record.arguments)}` : record ? ` (${record})` : "";
    const how = { true: ", which succeeded", false: ", which failed", undefined: "" }[String(outcome(id))] ?? "";
    return `${name}${told}${how}`;
  };
  return {
    look() {
      // Arguments are no part of what a relay tells: without the agent's records they cannot have been seen.
      if (wanted !== undefined && talk.records === undefined) return false;
      const found = started().find(({ id }) => isIt(id));
      if (found) talk.matched.add(found.id);
      const cannotBeKnown = wanted && started().some(({ id }) => typeof talk.records?.call(id) === "string");
      return found !== undefined || (cannotBeKnown ? false : undefined);
    },
    instead() {
      if (wanted !== undefined && talk.records === undefined) return "arguments are not seen without --agent";
      const same = started().map(({ id }) => described(id));
      const others = messages(talk, "tool_started", talk.from).map((call) => call.name);
      const instead = same.length > 0 ? same : [...new Set(others)];
      return `called instead: ${instead.length > 0 ? instead.join("; ") : "nothing"}`;
    },
  };
}

function absent(talk: Talk, { absent: name, ok }: Absent): Watch {
  const there = (): number =>
    ok === undefined
      ? messages(talk, "tool_started").filter((call) => call.name === name).length
      : messages(talk, "tool_finished").filter((call) => call.name === name && call.ok === ok).length;
  return { look: () => there() === 0, instead: () => `it was called, ${there()} times` };
}

function ends(talk: Talk, { ends: reason }: Ends, until: number): Watch {
  const how = (): string | undefined => {
    const [stopped] = messages(talk, "voice_agent_stopped", 0, until);
    const [closed] = messages(talk, "closed", 0, until);
    return stopped?.reason ?? closed?.cause;
  };
  return {
    look: () => (how() === undefined ? undefined : how() === reason),
    instead: () => (how() === undefined ? "the call goes on" : `it ended by ${how() ?? ""}`),
  };
}

/** @param until the time after which what is seen does not count */
export function watch(talk: Talk, step: Expectation, until: number): Watch {
  if ("hears" in step) return hears(talk, step, until);
  if ("understands" in step) return understands(talk, step, until);
  if ("calls" in step) return calls(talk, step, until);
  if ("absent" in step) return absent(talk, step);
  return ends(talk, step, until);
}
