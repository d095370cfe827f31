import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

/** The agent's end of one call. */
export interface Conversation {
  /** What the agent was told that it may call. */
  readonly functions: readonly { readonly name: string }[];
  /** What it was told of a conversation that it takes up. */
  readonly remembers: readonly object[];
  /** Its connection breaks. */
  breaks(): void;
  says(role: "user" | "assistant", content: string): Promise<void>;
  /** Sends a message as it is. */
  sends(message: { readonly type: string }): void;
  /** Reads no more, so that it answers no goodbye. Resolves once its connection is gone all the same. */
  deaf(): Promise<void>;
  /** The next thing that it is to say of the relay's accord. */
  injected(): Promise<string>;
  /** The next thing that it is asked without the caller's voice. */
  asked(): Promise<string>;
  /** Calls a function, and gives what came back. */
  calls(name: string, args: object): Promise<unknown>;
}

/** In Deepgram's place, an agent that says and calls what a test wants said and called. */
export interface ScriptedAgent extends AsyncDisposable {
  readonly url: string;
  /** The next call, once it has its Settings. */
  conversation(): Promise<Conversation>;
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly content?: string;
  readonly message?: string;
  readonly agent?: {
    readonly think: { readonly functions: Conversation["functions"] };
    readonly context?: { readonly messages: Conversation["remembers"] };
  };
}

export const openScriptedAgent = async (): Promise<ScriptedAgent> => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    conversation: async () => {
      const [socket] = (await once(server, "connection")) as [WebSocket];
      return converse(socket);
    },
    [Symbol.asyncDispose]: async () => {
      server.clients.forEach((socket) => socket.terminate());
      server.close();
      await once(server, "close");
    },
  };
};

const converse = async (socket: WebSocket): Promise<Conversation> => {
  const said: Message[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) said.push(JSON.parse(data.toString()) as Message);
  });
  const send = (message: object): void => socket.send(JSON.stringify(message));
  const next = async (fits: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = said.find(fits);
      if (found) return found;
      await once(socket, "message");
    }
  };
  const read = new Map<string, number>();
  /** Of a type, the one after that which was given last. */
  const eachNext = (type: string): Promise<Message> => {
    const at = read.get(type) ?? 0;
    read.set(type, at + 1);
    return next((message) => said.filter((other) => other.type === type).indexOf(message) === at);
  };
  send({ type: "Welcome", request_id: randomUUID() });
  const { agent } = await next(({ type }) => type === "Settings");
  send({ type: "SettingsApplied" });
  return {
    functions: agent?.think.functions ?? [],
    remembers: agent?.context?.messages ?? [],
    breaks: () => socket.terminate(),
    says: async (role, content) => {
      send({ type: "ConversationText", role, content });
    },
    sends: send,
    deaf: async () => {
      socket.pause();
      // The end of the TCP connection is seen only by who reads it; the frames on it are read by nobody.
      const stream = (socket as unknown as { _socket: Socket })._socket;
      stream.removeAllListeners("data");
      stream.resume();
      await once(stream, "close");
    },
    injected: async () => (await eachNext("InjectAgentMessage")).message ?? "",
    asked: async () => (await eachNext("InjectUserMessage")).content ?? "",
    calls: async (name, args) => {
      const id = randomUUID();
      const call = { id, name, arguments: JSON.stringify(args), client_side: true };
      send({ type: "FunctionCallRequest", functions: [call] });
      const { content } = await next((message) => message.type === "FunctionCallResponse" && message.id === id);
      return JSON.parse(content ?? "null") as unknown;
    },
  };
};
