import {
  BYTES_PER_SAMPLE,
  DEFAULT_INPUT_SAMPLE_RATE,
  MAX_FRAME_BYTES,
  MAX_USER_MESSAGE_CHARACTERS,
  PROTOCOL,
  type ClientMessage,
  type ClientToolResult,
  type ErrorMessage,
  type EndReason,
  type SessionStarted,
  type StartData,
} from "../protocol/index.js";
import type { ClientEvent, CloseCause } from "./events.js";
import { holdAudio, MAX_HELD_AUDIO_MS } from "./held-audio.js";
import { parseServerMessage } from "./parse.js";
import type { After, AudioFrame, OpenSocket, Socket } from "./socket.js";

/** Milliseconds to the first attempt after a connection broke; each further one waits twice as long, up to the last. */
export const FIRST_RETRY_MS = 250;
export const LAST_RETRY_MS = 4_000;

/** How long to wait before an attempt: less by up to half, at random. */
const retryAfterMs = (attempts: number, random: number): number =>
  Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts) * (1 - random / 2);

/** Milliseconds that the relay has to accept the connection and to start the session. */
export const DEFAULT_START_TIMEOUT_MS = 15_000;
/** Milliseconds that the relay has to close the socket after `stop`. */
export const STOP_GRACE_MS = 1_000;
/** Typed turns that are held while the session is not live. */
export const MAX_HELD_TEXTS = 8;
/** Outcomes of the page's tools that are held while the session is not live; the oldest go. */
export const MAX_HELD_RESULTS = 16;
/** Milliseconds of microphone audio that may wait in the socket; frames beyond it are dropped and counted. */
export const MAX_UNSENT_AUDIO_MS = 2_000;

export interface ClientOptions {
  /** Where the relay listens: `ws:` or `wss:`, path included. */
  readonly url: string;
  readonly open: OpenSocket;
  readonly after: After;
  /** A number from 0 to 1, so that not everybody comes back at once after a relay's restart; by default all do. */
  readonly random?: () => number;
  /** What `start_voice_agent` says. */
  readonly start?: StartData;
  /**
   * A single-use token of the site's, or who fetches one for each connection, or the relay's refusal; without one the
   * relay's socket says whether it needs one. Travels as a subprotocol, never in the URL.
   */
  readonly token?: string | (() => Promise<string | ErrorMessage | undefined>);
  /** In ms; default `DEFAULT_START_TIMEOUT_MS`. */
  readonly startTimeoutMs?: number;
}

/** A session with the relay; one whose connection breaks is taken up again as long as the relay waits for it. */
export interface Client {
  /** Hears every event from now on, in order. Returns the function that ends it. */
  subscribe(listener: (event: ClientEvent) => void): () => void;
  /** The session once it is live. */
  readonly session: SessionStarted | undefined;
  /** Frames of the microphone that were dropped because the network did not take them. */
  readonly droppedFrames: number;
  /** Sends a typed turn, or holds it until the session is live. @throws RangeError if it is empty, too long, or too many wait. */
  sendText(text: string): void;
  /** Sends microphone audio in the session's input format, or holds the newest 2 s until the session is live. @throws RangeError if it is over 256 KiB. */
  sendAudio(frame: AudioFrame): void;
  /** Says that playback of a turn was cut after `playedMs` were heard. */
  interrupted(turn: number, playedMs: number): void;
  /** Tells the outcome of a tool of the page's; while the session is taken up again, holds the newest `MAX_HELD_RESULTS`. */
  toolResult(result: ClientToolResult): void;
  /** Ends the session. The `closed` event follows, within `STOP_GRACE_MS`. */
  stop(): void;
}

/** Opens a connection to the relay and starts a session. Subscribe before the next task to miss nothing. */
export function connect(options: ClientOptions): Client {
  const { url, open, after, random = () => 0, token, start, startTimeoutMs = DEFAULT_START_TIMEOUT_MS } = options;
  const bytesPerMs = ((start?.audio?.input?.sampleRate ?? DEFAULT_INPUT_SAMPLE_RATE) * BYTES_PER_SAMPLE) / 1_000;
  const listeners = new Set<(event: ClientEvent) => void>();
  const heldAudio = holdAudio(MAX_HELD_AUDIO_MS * bytesPerMs);
  const heldTexts: string[] = [];
  const heldResults: ClientToolResult[] = [];
  let socket: Socket | undefined;
  let session: SessionStarted | undefined;
  /** The session runs and its socket is open: what is sent now arrives. */
  let live = false;
  let attempts = 0;
  let cancelRetry = (): void => undefined;
  let lastSeq = 0;
  let opened = false;
  let stopping = false;
  let closed = false;
  let droppedFrames = 0;
  /** The agent's turn whose audio is let through: none between a barge-in and the agent's next turn. */
  let audible: number | undefined;
  let reason: EndReason | undefined;
  let error: ErrorMessage | undefined;

  const tell = (event: ClientEvent): void => listeners.forEach((listener) => listener(event));
  const send = (message: ClientMessage): void => socket?.send(JSON.stringify(message));

  const cause = (): CloseCause => {
    if (reason !== undefined) return "ended";
    if (stopping) return "stopped";
    if (session !== undefined) return "lost";
    return error === undefined ? "unreachable" : "refused";
  };
  const finish = (): void => {
    if (closed) return;
    closed = true;
    cancelTimer();
    cancelRetry();
    socket?.close();
    tell({ type: "closed", cause: cause(), reason, error });
    listeners.clear();
  };
  let cancelTimer = after(startTimeoutMs, finish);

  /** A session whose socket broke is taken up again, as long as the relay waits for it. */
  const hangUp = (): void => {
    if (closed) return;
    if (session === undefined || session.limits.resumeSeconds <= 0 || reason !== undefined || stopping) return finish();
    if (live) {
      live = false;
      cancelTimer = after(session.limits.resumeSeconds * 1_000, finish);
      tell({ type: "reconnecting" });
    }
    socket = undefined;
    cancelRetry = after(retryAfterMs(attempts, random()), dial);
    attempts += 1;
  };

  const begin = (): void => {
    opened = true;
    if (session === undefined) return send({ type: "start_voice_agent", data: start });
    const { sessionId, resumeToken } = session;
    send({ type: "start_voice_agent", data: { ...start, resume: { sessionId, token: resumeToken, after: lastSeq } } });
  };

  const sendFrame = (frame: AudioFrame): void => {
    if (socket === undefined || socket.bufferedAmount > MAX_UNSENT_AUDIO_MS * bytesPerMs) droppedFrames += 1;
    else socket.send(frame);
  };

  const goLive = (started: SessionStarted): void => {
    cancelTimer();
    session = started;
    live = true;
    attempts = 0;
    heldAudio.take().forEach(sendFrame);
    heldResults.splice(0).forEach(send);
    heldTexts.splice(0).forEach((held) => send({ type: "user_message", text: held }));
  };

  const receiveText = (text: string): void => {
    const message = parseServerMessage(text);
    if (message === undefined) return;
    // What was replayed after a reconnect and is known already is not told twice.
    if (message.seq !== undefined && message.seq <= lastSeq) return;
    lastSeq = message.seq ?? lastSeq;
    if (message.type === "session_started") goLive(message);
    else if (message.type === "user_started_speaking") audible = undefined;
    else if (message.type === "agent_started_speaking") audible = message.turn;
    else if (message.type === "error") error = message;
    else if (message.type === "voice_agent_stopped") reason = message.reason;
    else if (message.type === "audio_output" && message.turn !== audible) return;
    if (message.type === "error" && message.code === "resume_failed") return finish();
    // While the session is being taken up, a refusal is no news: it is tried again.
    if (message.type !== "error" || live || session === undefined) tell(message);
  };

  const receiveAudio = (bytes: ArrayBuffer): void => {
    // Every platform with a WebSocket is little-endian, as the wire is. An odd last byte is no sample.
    const samples = new Int16Array(bytes, 0, Math.floor(bytes.byteLength / BYTES_PER_SAMPLE));
    if (audible !== undefined && samples.length > 0) tell({ type: "agent_audio", turn: audible, samples });
  };

  function connectWith(token: string | undefined): void {
    if (closed) return;
    const dialled = open(url, token === undefined ? [PROTOCOL] : [PROTOCOL, `bean-brew.token.${token}`]);
    dialled.binaryType = "arraybuffer";
    socket = dialled;
    const isCurrent = (): boolean => !closed && socket === dialled;
    dialled.addEventListener("open", () => {
      if (isCurrent()) begin();
    });
    dialled.addEventListener("message", ({ data }) => {
      if (!isCurrent()) return;
      if (typeof data === "string") receiveText(data);
      else if (data instanceof ArrayBuffer) receiveAudio(data);
    });
    dialled.addEventListener("error", () => {
      // A `close` follows every error and says more; without a listener `ws` would throw.
    });
    dialled.addEventListener("close", () => {
      if (isCurrent()) hangUp();
    });
  }

  const enter = (granted: string | ErrorMessage | undefined): void => {
    if (typeof granted !== "object") return connectWith(granted);
    error = granted;
    if (session === undefined && !closed) tell(granted);
    hangUp();
  };

  function dial(): void {
    if (typeof token === "function") token().then(enter, hangUp);
    else connectWith(token);
  }
  dial();

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get session() {
      return session;
    },
    get droppedFrames() {
      return droppedFrames;
    },
    sendText(text) {
      if (text.length < 1 || text.length > MAX_USER_MESSAGE_CHARACTERS)
        throw new RangeError(
          `A typed turn has 1 to ${MAX_USER_MESSAGE_CHARACTERS} characters; this one has ${text.length}.`,
        );
      if (closed || stopping) return;
      if (live) send({ type: "user_message", text });
      else if (heldTexts.length < MAX_HELD_TEXTS) heldTexts.push(text);
      else throw new RangeError(`${MAX_HELD_TEXTS} typed turns already wait for the session to start; wait for it.`);
    },
    sendAudio(frame) {
      if (frame.byteLength > MAX_FRAME_BYTES)
        throw new RangeError(`An audio frame has at most ${MAX_FRAME_BYTES} bytes; this one has ${frame.byteLength}.`);
      if (closed || stopping) return;
      if (live) sendFrame(frame);
      else heldAudio.hold(frame);
    },
    interrupted(turn, playedMs) {
      if (live && !closed && !stopping) send({ type: "interrupted", turn, playedMs: Math.round(playedMs) });
    },
    toolResult(result) {
      if (closed || stopping) return;
      if (live) return send(result);
      if (heldResults.push(result) > MAX_HELD_RESULTS) heldResults.shift();
    },
    stop() {
      if (closed || stopping) return;
      stopping = true;
      cancelTimer();
      if (!opened || (session !== undefined && !live)) return finish();
      send({ type: "stop_voice_agent" });
      cancelTimer = after(STOP_GRACE_MS, finish);
    },
  };
}
