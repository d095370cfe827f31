import { EventEmitter, once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { DOWN_BYTES, STAMP_BYTES } from "./frames.js";

/** Frames between two turns of its conversation: 10 s. */
const FRAMES_A_TURN = 500;

const SAYS = ["Welcome", "SettingsApplied"].map((type) => JSON.stringify({ type, request_id: "echo" }));

/** What Deepgram says between one of the agent's turns and the next. */
const TURN = [
  { type: "AgentAudioDone" },
  { type: "ConversationText", role: "user", content: "And when is the next barista training in the roastery?" },
  { type: "AgentThinking", content: "" },
  {
    type: "ConversationText",
    role: "assistant",
    content: "There is one each Saturday at ten, for up to eight people. Shall I book you a place?",
  },
  { type: "AgentStartedSpeaking", total_latency: 1.2, tts_latency: 0.3, ttt_latency: 0.9 },
].map((message) => JSON.stringify(message));

/** A function call, before the first frame of a conversation that has one is answered. */
const CALL = JSON.stringify({
  type: "FunctionCallRequest",
  functions: [
    { id: "call-1", name: "check_availability", arguments: '{"start_date":"2030-01-07"}', client_side: true },
  ],
});

/**
 * As much of Deepgram's Voice Agent API as it takes to carry audio, as cheaply as can be: it welcomes, applies any
 * settings, and answers every frame of audio with one of its own, which begins with what that one began with. Every
 * 10 s it says what goes with a turn of a conversation.
 */
export interface EchoAgent {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  /** Conversations that are open. */
  readonly size: number;
  /** Waits until one of them is over. */
  left(): Promise<void>;
  close(): Promise<void>;
}

export interface EchoAgentOptions {
  /** How many answers a frame has; one unless said otherwise. */
  readonly answers?: (frame: Buffer) => number;
  /** Each conversation has a turn and a function call at once: its first frame is answered when that call was. */
  readonly calls?: boolean;
}

const converse = (socket: WebSocket, startAt: number, { answers = () => 1, calls = false }: EchoAgentOptions): void => {
  let frames = startAt;
  let hasCalled = !calls;
  let unanswered: Buffer | undefined;
  const answer = (frame: Buffer): void => {
    const down = Buffer.alloc(DOWN_BYTES);
    frame.copy(down, 0, 0, STAMP_BYTES);
    for (let left = answers(frame); left > 0; left -= 1) socket.send(down);
  };
  socket.send(SAYS[0]!);
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) {
      if (data.includes('"Settings"')) socket.send(SAYS[1]!);
      else if (unanswered && data.includes('"FunctionCallResponse"')) answer(unanswered);
      return;
    }
    frames += 1;
    if (frames % FRAMES_A_TURN === 0 || !hasCalled) TURN.forEach((message) => socket.send(message));
    if (hasCalled) return answer(data);
    hasCalled = true;
    unanswered = data;
    socket.send(CALL);
  });
};

export const startEchoAgent = async (options: EchoAgentOptions = {}): Promise<EchoAgent> => {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  const departures = new EventEmitter();
  let opened = 0;
  server.on("connection", (socket) => {
    socket.on("error", () => undefined);
    socket.on("close", () => departures.emit("left"));
    opened += 1;
    // Conversations have their turns at different moments.
    converse(socket, (opened * 37) % FRAMES_A_TURN, options);
  });
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get size() {
      return server.clients.size;
    },
    left: async () => void (await once(departures, "left")),
    close: async () => {
      server.clients.forEach((socket) => socket.terminate());
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
