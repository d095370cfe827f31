import { DeepgramClient, type DeepgramTransport } from "@deepgram/sdk";
import { WebSocket } from "ws";
import { parseAgentMessage, type AgentMessage, type AgentRequest } from "./messages.js";

/** How long the upgrade may take before Deepgram counts as not there, in ms. */
const HANDSHAKE_MS = 5_000;
/** How long Deepgram has to answer a close frame before its socket is cut, in ms. */
const CLOSE_MS = 800;
/** The largest message that is taken from Deepgram, in bytes. */
const MAX_AGENT_FRAME_BYTES = 1024 * 1024;
/** Without audio for so long, a KeepAlive is sent, in ms (Deepgram hangs up after about 15 s). */
const KEEP_ALIVE_MS = 8_000;
/** How often Deepgram is asked whether it is still there, and how long nothing may come of it, in ms. */
const PING_MS = 10_000;
const SILENCE_MS = 25_000;

/** What is known of how a connection ended, or why there was none. For the log only: Deepgram's words may quote anybody. */
export interface Parting {
  readonly error?: unknown;
  /** Of a socket that was open. */
  readonly closeCode?: number;
  /** Deepgram's words: of its close frame, or in the head of its refusal. */
  readonly reason?: string | undefined;
  /** By this Deepgram knows the request that it refused. */
  readonly requestId?: string | undefined;
}

export interface AgentHandlers {
  message(message: AgentMessage): void;
  audio(frame: Buffer): void;
  /** Told once, also when it never opened: then `refused` has the HTTP status, if there was one. */
  gone(refused?: number, parting?: Parting): void;
}

/** A connection to Deepgram's Voice Agent API, from the moment it is asked for. */
export interface AgentConnection {
  send(request: AgentRequest): void;
  sendAudio(frame: Buffer): void;
  /** What was sent and the network has not taken yet, in bytes. */
  unsentBytes(): number;
  /** Reads nothing until `resume`, so that Deepgram holds back what nobody can take. Nothing is lost, nor reordered. */
  pause(): void;
  resume(): void;
  /** Called on every tick: says KeepAlive when no audio was sent for a while, and finds a peer that is half-open. */
  keepAlive(now: number): void;
  /** Says goodbye, and cuts the socket if that is not answered. `gone` is not told. */
  close(): void;
}

export interface AgentOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly now: () => number;
}

type Conversation = Awaited<ReturnType<DeepgramClient["agent"]["v1"]["connect"]>>;

const bytesOf = (data: unknown): string | ArrayBufferView | ArrayBuffer =>
  typeof data === "string" || ArrayBuffer.isView(data) || data instanceof ArrayBuffer ? data : String(data);

/** A header that may have come more than once. */
const firstOf = (header: string | string[] | undefined): string | undefined => [header ?? []].flat()[0];

interface TransportEars {
  /** Told of each message, before it is passed on. */
  heard(): void;
  audio(frame: Buffer): void;
}

/**
 * The SDK's documented seam for a transport, over our own socket: text goes through the SDK, while binary
 * frames go straight to `audio` as Buffers, in the order in which they came.
 */
const transportOver = (socket: WebSocket, { heard, audio }: TransportEars): DeepgramTransport => ({
  send: (data) => {
    socket.send(bytesOf(data));
  },
  onOpen: (listener) => void socket.on("open", listener),
  onMessage: (listener) =>
    void socket.on("message", (data: Buffer, isBinary: boolean) => {
      heard();
      if (isBinary) audio(data);
      else listener(data.toString("utf8"));
    }),
  onError: (listener) => void socket.on("error", listener),
  onClose: (listener) => void socket.on("close", (code, reason) => listener({ code, reason: reason.toString() })),
  isOpen: () => socket.readyState === WebSocket.OPEN,
  close: (code) => {
    socket.close(code);
  },
});

const sendThrough = (conversation: Conversation, request: AgentRequest): void => {
  switch (request.type) {
    case "Settings":
      return conversation.sendSettings(request as unknown as Parameters<Conversation["sendSettings"]>[0]);
    case "InjectUserMessage":
      return conversation.sendInjectUserMessage(request);
    case "InjectAgentMessage":
      return conversation.sendInjectAgentMessage(request);
    case "FunctionCallResponse":
      return conversation.sendFunctionCallResponse(request);
    case "UpdatePrompt":
      return conversation.sendUpdatePrompt(request);
  }
};

/** Opens a connection. Nothing is thrown: what goes wrong is told by `gone`. */
export const connectAgent = (options: AgentOptions, handlers: AgentHandlers): AgentConnection => {
  let socket: WebSocket | undefined;
  let conversation: Conversation | undefined;
  let over = false;
  let spokeAt = options.now();
  let heardAt = spokeAt;
  let pingedAt = spokeAt;
  /** Something was sent or came since the last tick, which takes the time of both: no frame looks at a clock. */
  let hasSpoken = false;
  let hasHeard = false;

  const gone = (parting: Parting, refused?: number): void => {
    if (over) return;
    over = true;
    handlers.gone(refused, parting);
  };

  const heard = (): void => {
    hasHeard = true;
  };

  const openSocket = (url: string, headers: Record<string, string>): DeepgramTransport => {
    const opened = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
      closeTimeout: CLOSE_MS,
      maxPayload: MAX_AGENT_FRAME_BYTES,
    });
    socket = opened;
    opened.on("unexpected-response", (request, { statusCode, headers }) => {
      request.destroy();
      gone({ reason: firstOf(headers["dg-error"]), requestId: firstOf(headers["dg-request-id"]) }, statusCode);
    });
    opened.on("error", (error) => gone({ error }));
    opened.on("close", (closeCode, reason) => gone({ closeCode, reason: reason.toString() }));
    opened.on("open", heard);
    opened.on("pong", heard);
    if (over) opened.terminate();
    return transportOver(opened, {
      heard,
      audio: (frame) => {
        if (!over) handlers.audio(frame);
      },
    });
  };

  const client = new DeepgramClient({
    apiKey: options.apiKey,
    baseUrl: options.url,
    transportFactory: openSocket,
  });
  client.agent.v1.connect({}).then(
    (opened) => {
      if (over) return;
      conversation = opened;
      opened.on("message", (value) => {
        if (over) return;
        const message = parseAgentMessage(value);
        if (message) handlers.message(message);
      });
      opened.on("error", (error) => gone({ error }));
      opened.on("close", ({ code, reason }) => gone({ closeCode: code, reason }));
      opened.connect();
    },
    (error: unknown) => gone({ error }),
  );

  const resume = (): void => {
    if (!socket?.isPaused) return;
    heard();
    socket.resume();
  };
  const isOpen = (): boolean => !over && socket?.readyState === WebSocket.OPEN;

  return {
    send: (request) => {
      if (conversation && isOpen()) sendThrough(conversation, request);
    },
    sendAudio: (frame) => {
      if (!socket || !isOpen()) return;
      hasSpoken = true;
      socket.send(frame);
    },
    unsentBytes: () => socket?.bufferedAmount ?? 0,
    pause: () => socket?.pause(),
    resume,
    keepAlive: (now) => {
      if (!socket || !conversation || !isOpen()) return;
      // Nothing is heard of whom nobody listens to.
      if (hasHeard || socket.isPaused) heardAt = now;
      if (hasSpoken) spokeAt = now;
      hasHeard = false;
      hasSpoken = false;
      if (now - heardAt >= SILENCE_MS) return socket.terminate();
      if (now - pingedAt >= PING_MS) {
        pingedAt = now;
        socket.ping();
      }
      if (now - spokeAt < KEEP_ALIVE_MS) return;
      spokeAt = now;
      conversation.sendKeepAlive({ type: "KeepAlive" });
    },
    close: () => {
      over = true;
      // Its answer to the close frame is to be read.
      resume();
      socket?.close(1000);
    },
  };
};
