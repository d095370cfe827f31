import type { Trouble } from "./fault.js";
import { messageIn, type Cable, type Frame, type Line } from "./line.js";

/** How many frames wait behind one that comes late; with more, the connection is dropped. */
export const MAX_LATE_FRAMES = 20_000;

const MANY_CALLS = 10;
const FLOOD_SECONDS = 600;

/** Frames of a flood: 40 ms of audio at 24 kHz. */
const FLOOD_FRAME_BYTES = 1_920;
const FLOOD_FRAMES_A_SECOND = 25;

/** Nothing that can be read as audio of whole samples, or as a message. */
const GARBAGE = { text: '{"type":"Conversa', binary: Buffer.from("not audio: an odd number of bytes".slice(0, 31)) };

const CANCELLED = JSON.stringify({ error: "The call was cancelled.", code: "cancelled" });

interface FunctionRequest {
  type: "FunctionCallRequest";
  functions: { id: string; name: string; arguments: string; client_side: boolean }[];
}

const STANDING = ["refuse", "delay", "withhold"] as const;
const ABOUT_REQUESTS = ["repeat_calls", "cancel_calls", "broken_arguments", "many_calls"] as const;
type AboutRequests = Extract<Trouble, { fault: (typeof ABOUT_REQUESTS)[number] }>;

const isAboutRequests = (trouble: Trouble): trouble is AboutRequests =>
  ABOUT_REQUESTS.some((name) => name === trouble.fault);

/** What happens at a moment, and then is over. */
type Momentary = Exclude<Trouble, AboutRequests | { fault: (typeof STANDING)[number] }>;

const isMomentary = (trouble: Trouble): trouble is Momentary =>
  !isAboutRequests(trouble) && !STANDING.some((name) => name === trouble.fault);

/** A line on which things go wrong. */
export interface TroubledLine extends Line {
  /** Takes what came from the client, before the server does. */
  receive(frame: Frame): void;
  /** The connection is gone. */
  end(): void;
}

/**
 * Puts troubles between a server and its connection, which knows nothing of them.
 *
 * @param toServer takes what the client sent, as far as it gets through
 */
export function troubledLine(
  cable: Cable,
  troubles: readonly Trouble[],
  toServer: (frame: Frame) => void,
): TroubledLine {
  const counts = new Map<string, number>();
  const dropped = new Set<string>();
  const late: { wait: number; bytes: number; act(): void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let silent = false;

  const count = (type: string): number => {
    const times = (counts.get(type) ?? 0) + 1;
    counts.set(type, times);
    return times;
  };

  /** Does something after what is late already. */
  function inOrder(wait: number, bytes: number, act: () => void): void {
    if (wait === 0 && late.length === 0) return act();
    if (late.length >= MAX_LATE_FRAMES) return cable.drop();
    late.push({ wait, bytes, act });
    if (late.length === 1) schedule();
  }

  function schedule(): void {
    timer = setTimeout(() => {
      late.shift()?.act();
      while (late[0]?.wait === 0) late.shift()?.act();
      if (late.length > 0) schedule();
    }, late[0]?.wait);
  }

  const typeOf = (frame: Frame, binary: string): string =>
    typeof frame === "string" ? (messageIn(frame)?.type ?? "") : binary;

  const put = (frame: Frame): void => {
    if (!silent) cable.send(frame);
  };
  const putMessage = (message: object): void => put(JSON.stringify(message));

  function strike(trouble: Momentary): void {
    switch (trouble.fault) {
      case "drop":
        return cable.drop();
      case "stop_reading":
        return cable.stopReading();
      case "go_silent":
        silent = true;
        return cable.stopReading();
      case "garbage":
        return put(GARBAGE[trouble.frame]);
      case "error":
        return putMessage({ type: "Error", code: trouble.code, description: trouble.description ?? "A fault." });
      case "flood_audio": {
        const frame = Buffer.alloc(FLOOD_FRAME_BYTES, 7);
        const frames = (trouble.seconds ?? FLOOD_SECONDS) * FLOOD_FRAMES_A_SECOND;
        for (let i = 0; i < frames; i++) put(frame);
        return;
      }
      case "unknown_function": {
        const { name = "no_such_function" } = trouble;
        const functions = [{ id: `fc_fault_${count("unknown")}`, name, arguments: "{}", client_side: true }];
        return putMessage({ type: "FunctionCallRequest", functions });
      }
    }
  }

  /** Counts a frame that was passed on, and lets happen what is due after it. */
  function passed(type: string): void {
    const times = count(type);
    for (const trouble of troubles) {
      if (!isMomentary(trouble)) continue;
      const { after = "Welcome", nth = 1 } = trouble;
      if (after === type && nth === times) strike(trouble);
    }
  }

  /** Sends a request for functions as it goes wrong. */
  function request(original: FunctionRequest): void {
    const nth = count("request");
    const due = troubles.filter((one) => isAboutRequests(one) && (one.nth ?? 1) === nth);
    const { functions } = original;
    const many = due.find((one) => one.fault === "many_calls");
    for (let i = functions.length; many && functions[0] && i < (many.count ?? MANY_CALLS); i++) {
      functions.push({ ...functions[0], id: `${functions[0].id}_${i + 1}` });
    }
    if (due.some(({ fault }) => fault === "broken_arguments")) {
      for (const one of functions) one.arguments = '{"customer_id":';
    }
    putMessage(original);
    if (due.some(({ fault }) => fault === "repeat_calls")) putMessage(original);
    if (due.some(({ fault }) => fault === "cancel_calls")) {
      putMessage({ type: "FunctionCallCancelled", functions: functions.map(({ id, name }) => ({ id, name })) });
      for (const { id, name } of functions) {
        dropped.add(id);
        toServer(JSON.stringify({ type: "FunctionCallResponse", id, name, content: CANCELLED }));
      }
    }
  }

  function emit(frame: Frame, type: string): void {
    if (troubles.some((one) => one.fault === "withhold" && one.type === type)) return;
    const message = type === "FunctionCallRequest" ? messageIn(frame) : undefined;
    if (message) request(message as unknown as FunctionRequest);
    else put(frame);
    passed(type);
  }

  return {
    send(frame) {
      if (troubles.length === 0) return cable.send(frame);
      const type = typeOf(frame, "AgentAudio");
      const wait = troubles.reduce((sum, one) => (one.fault === "delay" && one.type === type ? sum + one.ms : sum), 0);
      inOrder(wait, frame.length, () => emit(frame, type));
    },
    buffered: () => cable.buffered() + late.reduce((sum, { bytes }) => sum + bytes, 0),
    close: (code, reason) =>
      inOrder(0, 0, () => {
        if (!silent) cable.close(code, reason);
      }),
    receive(frame) {
      if (troubles.length === 0) return toServer(frame);
      const type = typeOf(frame, "UserAudio");
      const id = type === "FunctionCallResponse" ? messageIn(frame)?.["id"] : undefined;
      if (typeof id !== "string" || !dropped.has(id)) toServer(frame);
      passed(type);
    },
    end() {
      clearTimeout(timer);
      late.length = 0;
    },
  };
}
