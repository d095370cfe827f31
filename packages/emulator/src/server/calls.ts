import type { Answer, Call } from "../dialogue/state.js";
import type { HistoryCall, RequestedCall } from "../protocol/messages.js";

interface Open extends RequestedCall {
  call: Call;
  response?: string;
}

/** The calls of one request: what is asked of the client, until each is answered. */
export interface Batch {
  requested: RequestedCall[];
  /** Takes a response; false when no open call is meant by it. */
  respond(response: { id?: string; name: string; content: string }): boolean;
  /** Answers what is still open with a failure; the names of what was. */
  giveUp(content: string): string[];
  complete(): boolean;
  answers(): Answer[];
  history(): HistoryCall[];
}

/** Gives each call an id. */
export function createBatch(calls: readonly Call[], id: () => string): Batch {
  const all: Open[] = calls.map((call) => ({
    id: `fc_${id()}`,
    name: call.name,
    arguments: JSON.stringify(call.arguments),
    client_side: true,
    call,
  }));
  const open = (): Open[] => all.filter(({ response }) => response === undefined);
  return {
    requested: all.map(({ id, name, arguments: args, client_side }) => ({ id, name, arguments: args, client_side })),
    respond({ id, name, content }) {
      const meant = open().find((one) => (id === undefined ? one.name === name : one.id === id));
      if (meant) meant.response = content;
      return meant !== undefined;
    },
    giveUp(content) {
      const names = open().map(({ name }) => name);
      for (const one of open()) one.response = content;
      return names;
    },
    complete: () => open().length === 0,
    answers: () => all.map(({ call, response = "" }) => ({ ...call, content: response })),
    history: () => all.map(({ call: _, response = "", ...requested }) => ({ ...requested, response })),
  };
}
