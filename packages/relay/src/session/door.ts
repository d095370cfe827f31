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
      if (shut) found.left();
    } else if (!shut) {
      // Whom nothing on this socket can help is shown out.
      if (found.code === "at_capacity") shutWith(found);
      else refuse(found);
    }
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
    if (!seat) return refuse(errorOf("not_started"));
    if (frame.length % BYTES_PER_SAMPLE !== 0) return refuse(errorOf("audio_format"));
    seat.audio(frame);
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
          if (!seat) return refuse(errorOf("not_started"));
          return seat.handle(message);
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
