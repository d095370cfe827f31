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
} from "../protocol/index.js";
import type { Client, ClientOptions, Granted } from "./contract.js";
import type { ClientEvent, CloseCause } from "./events.js";
import { holdAudio, MAX_HELD_AUDIO_MS } from "./held-audio.js";
import {
  ATTEMPT_MS,
  DEFAULT_START_TIMEOUT_MS,
  MAX_HELD_RESULTS,
  MAX_HELD_TEXTS,
  MAX_UNSENT_AUDIO_MS,
  PULSE_MS,
  retryAfterMs,
  STOP_GRACE_MS,
  STOP_TELLING_MS,
} from "./limits.js";
import { parseServerMessage } from "./parse.js";
import type { AudioFrame, Socket } from "./socket.js";

/** Opens a connection to the relay and starts a session. Subscribe before the next task to miss nothing. */
export function connect(options: ClientOptions): Client {
  const { url, open, after, random = () => 0, token, start, startTimeoutMs = DEFAULT_START_TIMEOUT_MS } = options;
  const bytesPerMs = ((start?.audio?.input?.sampleRate ?? DEFAULT_INPUT_SAMPLE_RATE) * BYTES_PER_SAMPLE) / 1_000;
  const listeners = new Set<(event: ClientEvent) => void>();
  const heldAudio = holdAudio(MAX_HELD_AUDIO_MS * bytesPerMs);
  const heldTexts: string[] = [];
  /** Typed turns that were sent, and that the relay may not have got: a `ping` follows each, whose `pong` confirms it. */
  const unconfirmed: string[] = [];
  let confirmed = 0;
  const heldResults: ClientToolResult[] = [];
  let socket: Socket | undefined;
  let session: SessionStarted | undefined;
  /** The session runs and its socket is open: what is sent now arrives. */
  let live = false;
  let attempts = 0;
  let attempt = 0;
  /** Of what comes next for the connection: an attempt, the end of one, or a look at whether it is still there. */
  let cancelNext = (): void => undefined;
  let lastSeq = 0;
  /** The socket is open and the relay was told to start. */
  let opened = false;
  let stopping = false;
  let closed = false;
  let droppedFrames = 0;
  /** The agent's turn whose audio is let through: none between a barge-in and the agent's next turn. */
  let audible: number | undefined;
  /** The agent's turn whose audio has not all come. */
  let unfinished: number | undefined;
  /** Looks at the connection since the relay's last word. */
  let silentLooks = 0;
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
    cancelNext();
    socket?.close();
    tell({ type: "closed", cause: cause(), reason, error });
    listeners.clear();
  };
  let cancelTimer = after(startTimeoutMs, finish);

  const wait = (ms: number, run: () => void): void => {
    cancelNext();
    cancelNext = after(ms, run);
  };

  /** Whoever spoke may not go on, and nobody may say so: what has come of the turn is all of it. */
  const endTurn = (): void => {
    if (unfinished !== undefined) tell({ type: "agent_audio_done", turn: unfinished });
    unfinished = undefined;
  };

  /** A session whose socket broke is taken up again, as long as the relay waits for it. */
  const hangUp = (): void => {
    if (closed) return;
    const told = stopping && opened;
    if (session === undefined || session.limits.resumeSeconds <= 0 || reason !== undefined || told) return finish();
    socket?.close();
    socket = undefined;
    opened = false;
    if (live) {
      live = false;
      cancelTimer = after(session.limits.resumeSeconds * 1_000, finish);
      endTurn();
      tell({ type: "reconnecting" });
    }
    wait(retryAfterMs(attempts, random()), dial);
    attempts += 1;
  };

  const look = (): void => {
    wait(PULSE_MS, look);
    silentLooks += 1;
    if (silentLooks === 2) send({ type: "ping", t: 0 });
    else if (silentLooks > 2) hangUp();
  };

  const sendStop = (): void => {
    send({ type: "stop_voice_agent" });
    cancelTimer();
    cancelTimer = after(STOP_GRACE_MS, finish);
  };

  const begin = (): void => {
    opened = true;
    if (session === undefined) send({ type: "start_voice_agent", data: start });
    else {
      const resume = { sessionId: session.sessionId, token: session.resumeToken, after: lastSeq };
      send({ type: "start_voice_agent", data: { ...start, resume } });
    }
    if (stopping) sendStop();
  };

  const sendFrame = (frame: AudioFrame): void => {
    if (socket === undefined || socket.bufferedAmount > MAX_UNSENT_AUDIO_MS * bytesPerMs) droppedFrames += 1;
    else socket.send(frame);
  };

  const confirm = (upTo: number): void => {
    confirmed += unconfirmed.splice(0, upTo - confirmed).length;
  };

  const sendTyped = (text: string): void => {
    unconfirmed.push(text);
    send({ type: "user_message", text });
    send({ type: "ping", t: confirmed + unconfirmed.length });
    if (unconfirmed.length > MAX_HELD_TEXTS) confirm(confirmed + 1);
  };

  const goLive = (started: SessionStarted): void => {
    cancelTimer();
    wait(PULSE_MS, look);
    session = started;
    live = true;
    attempts = 0;
    heldAudio.take().forEach(sendFrame);
    heldResults.splice(0).forEach(send);
    [...unconfirmed.splice(0), ...heldTexts.splice(0)].forEach(sendTyped);
  };

  const receiveText = (text: string): void => {
    const message = parseServerMessage(text);
    if (message === undefined) return;
    // What was replayed after a reconnect and is known already is not told twice.
    if (message.seq !== undefined && message.seq <= lastSeq) return;
    lastSeq = message.seq ?? lastSeq;
    if (message.type === "session_started") {
      // One that was only taken up to be ended does not begin again.
      if (stopping) return;
      goLive(message);
    } else if (message.type === "user_started_speaking") audible = unfinished = undefined;
    else if (message.type === "agent_started_speaking") audible = unfinished = message.turn;
    else if (message.type === "agent_audio_done") unfinished = undefined;
    else if (message.type === "pong") confirm(message.t);
    else if (message.type === "error") error = message;
    else if (message.type === "voice_agent_stopped") reason = message.reason;
    else if (message.type === "audio_output" && message.turn !== audible) return;
    if (message.type === "error" && message.code === "resume_failed") return finish();
    // While the session is being taken up, a refusal is no news: it is tried again.
    if (message.type !== "error" || live || session === undefined) tell(message);
    if (message.type === "warning" && message.code === "agent_reconnected") endTurn();
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
      silentLooks = 0;
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

  const enter = (granted: Granted): void => {
    if (typeof granted !== "object") return connectWith(granted);
    error = granted;
    if (session === undefined && !closed) tell(granted);
    hangUp();
  };

  function dial(): void {
    if (session !== undefined) wait(ATTEMPT_MS, hangUp);
    if (typeof token !== "function") return connectWith(token);
    attempt += 1;
    const mine = attempt;
    // One that took too long has been given up.
    const ifCurrent =
      <T>(run: (given: T) => void) =>
      (given: T): void =>
        mine === attempt ? run(given) : undefined;
    // A function that throws, or that gives back the token itself, is as good as one that keeps its type; and a socket
    // that cannot even be opened is as good as one that breaks.
    new Promise<Granted>((resolve) => resolve(token())).then(ifCurrent(enter)).catch(ifCurrent(hangUp));
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
      if (live) sendTyped(text);
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
    check() {
      if (closed || session === undefined) return;
      if (live) {
        silentLooks = 1;
        look();
      } else if (!opened) {
        socket?.close();
        socket = undefined;
        attempts = 0;
        dial();
      }
    },
    stop() {
      if (closed || stopping) return;
      stopping = true;
      if (opened) return sendStop();
      if (session === undefined) return finish();
      // The session waits, and costs: it is taken up once more, to be ended.
      cancelTimer();
      cancelTimer = after(STOP_TELLING_MS, finish);
      if (socket === undefined) dial();
    },
  };
}
