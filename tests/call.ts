import { connect, type Client, type ClientEvent, type ClientOptions } from "@bean-brew/widget/client";
import type { StartData } from "@bean-brew/widget/protocol";
import { WebSocket } from "ws";

type Kind = ClientEvent["type"];
type EventOf<T extends Kind> = Extract<ClientEvent, { type: T }>;

/** A call by the widget's own client, whose events can be awaited. */
export interface Call {
  readonly client: Client;
  readonly events: readonly ClientEvent[];
  /** The next event of a kind, from where the last one awaited was found, that `fits`. Rejects when the call is over before. */
  next<T extends Kind>(type: T, fits?: (event: EventOf<T>) => boolean): Promise<EventOf<T>>;
  /** Types a turn and waits until what the agent says to it, over all its pieces, matches. */
  ask(text: string, expected: RegExp): Promise<string>;
  hangUp(): void;
}

/** Generous: a synthesiser and a database share busy cores. What is awaited and does not come is a failure by then. */
const PATIENCE_MS = 30_000;

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export interface Caller {
  readonly token?: ClientOptions["token"];
  /** The page's, where a browser calls. */
  readonly origin?: string;
}

export const makeCall = (url: string, start?: StartData, { token, origin }: Caller = {}): Call => {
  const sockets: WebSocket[] = [];
  const client = connect({
    url,
    after,
    ...(start && { start }),
    ...(token && { token }),
    open: (address, protocols) => {
      const socket = new WebSocket(address, protocols, { ...(origin && { origin }) });
      sockets.push(socket);
      return socket as unknown as ReturnType<Parameters<typeof connect>[0]["open"]>;
    },
  });
  const events: ClientEvent[] = [];
  const watchers = new Set<() => void>();
  let cursor = 0;
  client.subscribe((event) => {
    events.push(event);
    watchers.forEach((look) => look());
  });

  const next: Call["next"] = (type, fits = () => true) =>
    new Promise((resolve, reject) => {
      const cancel = after(PATIENCE_MS, () => {
        watchers.delete(look);
        reject(new Error(`There was no ${type} that fits within ${PATIENCE_MS} ms.`));
      });
      const look = (): void => {
        for (; cursor < events.length; cursor += 1) {
          const event = events[cursor]!;
          if (event.type === type && fits(event as EventOf<typeof type>)) {
            cursor += 1;
            watchers.delete(look);
            cancel();
            resolve(event as EventOf<typeof type>);
            return;
          }
          if (event.type === "closed") {
            watchers.delete(look);
            cancel();
            reject(new Error(`The call is over (${event.cause}, ${event.reason ?? "no reason"}) before ${type}.`));
            return;
          }
        }
      };
      watchers.add(look);
      look();
    });

  return {
    client,
    events,
    next,
    ask: async (text, expected) => {
      client.sendText(text);
      const asked = await next("conversation_update", ({ data }) => data.role === "user");
      const said = (): string =>
        events
          .flatMap((event) =>
            event.type === "conversation_update" && event.turn > asked.turn ? [event.data.content] : [],
          )
          .join(" ");
      while (!expected.test(said())) {
        await next("conversation_update", ({ data }) => data.role === "assistant").catch((error: unknown) => {
          throw new Error(`Asked "${text}", the agent said "${said()}", not ${String(expected)}.`, { cause: error });
        });
      }
      return said();
    },
    hangUp: () => sockets.forEach((socket) => socket.terminate()),
  };
};
