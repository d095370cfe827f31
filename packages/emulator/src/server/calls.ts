import type { FunctionDefinition, HistoryCall, RequestedCall } from "../protocol/messages.js";
import type { WantedCall } from "../think/mind.js";

interface Entry extends RequestedCall {
  /** Waits for the confirmed end of the turn. */
  deferred: boolean;
  requested: boolean;
  response?: string;
}

/** The calls of one thought: what is asked, until each is answered. */
export interface Batch {
  /** The calls that can be asked now and were not yet: all, or all but those that wait for the end of the turn. */
  take(which: "all" | "eager"): RequestedCall[];
  /** Takes a response; false when no open call is meant by it. */
  respond(response: { id?: string | undefined; name: string; content: string }): boolean;
  /** Answers what is still open with this; what of it had been asked. */
  giveUp(content: string): RequestedCall[];
  /** The responses, in the calls' order, when all are there. */
  answered: Promise<string[]>;
  history(): HistoryCall[];
}

const asRequest = ({ id, name, arguments: args, client_side, thought_signature }: Entry): RequestedCall => ({
  id,
  name,
  arguments: args,
  client_side,
  ...(thought_signature !== undefined && { thought_signature }),
});

/** Gives each call an id, and a signature where they are `signed`. Calls of functions with an endpoint are the service's own. */
export function createBatch(
  calls: readonly WantedCall[],
  functions: readonly FunctionDefinition[],
  id: () => string,
  signed: boolean,
): Batch {
  const entries = calls.map((call): Entry => {
    const definition = functions.find(({ name }) => name === call.name);
    return {
      id: `fc_${id()}`,
      name: call.name,
      arguments: call.arguments,
      client_side: definition?.endpoint === undefined,
      deferred: definition?.defer_until_eot ?? false,
      requested: false,
      ...(signed && { thought_signature: `signature ${id()}` }),
    };
  });
  let complete = (_: string[]): void => undefined;
  const answered = new Promise<string[]>((resolve) => (complete = resolve));
  const open = (): Entry[] => entries.filter(({ response }) => response === undefined);
  const settle = (): void => {
    if (open().length === 0) complete(entries.map(({ response = "" }) => response));
  };
  settle();
  return {
    take(which) {
      const taken = open().filter((one) => !one.requested && (which === "all" || !one.deferred));
      for (const one of taken) one.requested = true;
      return taken.map(asRequest);
    },
    respond({ id: meantId, name, content }) {
      const meant = open().find(
        (one) => one.requested && (meantId === undefined ? one.name === name : one.id === meantId),
      );
      if (meant) meant.response = content;
      settle();
      return meant !== undefined;
    },
    giveUp(content) {
      const given = open();
      for (const one of given) one.response = content;
      settle();
      return given.filter(({ requested }) => requested).map(asRequest);
    },
    answered,
    history: () => entries.map((one) => ({ ...asRequest(one), response: one.response ?? "" })),
  };
}
