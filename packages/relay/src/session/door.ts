import {
  BYTES_PER_SAMPLE,
  type ClientMessage,
  type ErrorMessage,
  type Resume,
  type StartData,
} from "@bean-brew/widget/protocol";
import type { Logger } from "pino";
import { errorOf, refusalCodeOf } from "../errors.js";
import { parseClientMessage } from "./messages.js";
import type { Browser, Seat } from "./session.js";

/** How long a socket may stay without starting a conversation, in ms. */
const START_MS = 10_000;
/** Messages that are kept while a session is looked for, whose they may be. */
export const MAX_EARLY = 8;

type SeatMessage = Parameters<Seat["handle"]>[0];

/** Where a browser's socket comes in: until it starts a conversation, and for what is no event of one. */
export interface Door {
  text(json: string): void;
  audio(frame: Buffer): void;
  gone(): void;
  /** The browser sends more than it may. */
  flood(): void;
  tick(): void;
  drain(): void;
}

export interface DoorPorts {
  readonly now: () => number;
  readonly begin: (data: StartData, browser: Browser) => Seat | ErrorMessage;
  readonly resume: (resume: Resume, browser: Browser) => Promise<Seat | ErrorMessage>;
  readonly log: Logger;
}

export const openDoor = (ports: DoorPorts, browser: Browser): Door => {
  let by = ports.now() + START_MS;
  let seat: Seat | undefined;
  /** The journal is being read for a session that is to be taken up. */
  let looking = false;
  const early: SeatMessage[] = [];
  let shut = false;

  const refuse = (error: ErrorMessage): void => {
    if (seat) seat.tell(error);
    else browser.text(JSON.stringify(error));
  };
  const shutWith = (error: ErrorMessage): void => {
    shut = true;
    refuse(error);
    browser.close(refusalCodeOf(error.code));
  };

  const start = async (data: StartData): Promise<void> => {
    if (looking) return refuse(errorOf("already_started"));
    if (!data.resume) return enter(ports.begin(data, browser));
    looking = true;
    const since = ports.now();
    const found = await ports.resume(data.resume, browser);
    looking = false;
    // It may start afresh, in what is left of its time: how long the journal took is not the browser's.
    by += ports.now() - since;
    enter(found);
  };

  const enter = (found: Seat | ErrorMessage): void => {
    if (!("type" in found)) {
      seat = found;
      early.splice(0).forEach(pass);
      if (shut) found.left();
    } else if (!shut) {
      // Whom nothing on this socket can help is shown out.
      if (found.code === "at_capacity") return shutWith(found);
      refuse(found);
      early.splice(0).forEach(pass);
    }
  };

  /** What is for a session: the browser has one, or is about to. */
  const pass = (message: SeatMessage): void => {
    if (seat) return seat.handle(message);
    if (!looking) return refuse(errorOf("not_started"));
    if (early.length >= MAX_EARLY) return refuse(errorOf("rate_limited"));
    early.push(message);
  };

  const failed = (error: unknown): void => {
    ports.log.error({ err: error }, "a conversation could not be started");
    if (!shut) shutWith(errorOf("internal"));
  };

  const audioData = (message: Extract<ClientMessage, { type: "audio_data" }>): void => {
    if (seat && message.sampleRate !== seat.inputRate) return refuse(errorOf("audio_format"));
    audio(Buffer.from(message.audio, "base64"));
  };

  const audio = (frame: Buffer): void => {
    // What is said while a session is looked for is lost, as all that was said since the connection broke.
    if (!seat && looking) return;
    if (!seat) return refuse(errorOf("not_started"));
    if (frame.length % BYTES_PER_SAMPLE !== 0) return refuse(errorOf("audio_format"));
    if (frame.length > 0) seat.audio(frame);
  };

  return {
    audio: (frame) => {
      if (!shut) audio(frame);
    },
    text: (json) => {
      if (shut) return;
      const message = parseClientMessage(json);
      switch (message.type) {
        case "error":
          return refuse(message);
        case "ping":
          return browser.text(JSON.stringify({ type: "pong", t: message.t }));
        case "audio_data":
          return audioData(message);
        case "start_voice_agent":
          if (seat) return seat.handle(message);
          return void start(message.data ?? {}).catch(failed);
        default:
          return pass(message);
      }
    },
    gone: () => {
      shut = true;
      seat?.left();
    },
    tick: () => {
      if (!seat && !looking && !shut && ports.now() >= by) shutWith(errorOf("not_started"));
    },
    flood: () => {
      if (seat) seat.flood();
      else if (!shut) shutWith(errorOf("rate_limited"));
    },
    drain: () => {
      if (!seat && !shut) shutWith(errorOf("draining"));
    },
  };
};
