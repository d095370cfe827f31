import { BYTES_PER_SAMPLE, type ClientMessage, type ErrorMessage, type StartData } from "@bean-brew/widget/protocol";
import { errorOf, POLICY_VIOLATION, SERVICE_RESTART } from "../errors.js";
import { parseClientMessage } from "./messages.js";
import type { Browser, Session } from "./shell.js";

/** How long a socket may stay without starting a conversation, in ms. */
const START_MS = 10_000;

/** Where a browser's socket comes in: until it starts a conversation, and for what is no event of one. */
export interface Door {
  text(json: string): void;
  audio(frame: Buffer): void;
  gone(): void;
  tick(): void;
  drain(): void;
}

export interface DoorPorts {
  readonly now: () => number;
  readonly open: (data: StartData, browser: Browser) => { readonly session: Session; readonly inputRate: number };
}

export const openDoor = (ports: DoorPorts, browser: Browser): Door => {
  const by = ports.now() + START_MS;
  let inside: ReturnType<DoorPorts["open"]> | undefined;
  let shut = false;

  const refuse = (error: ErrorMessage): void => {
    if (inside) inside.session.tell(error);
    else browser.text(JSON.stringify(error));
  };
  const shutWith = (error: ErrorMessage, code: number): void => {
    shut = true;
    refuse(error);
    browser.close(code);
  };

  const start = (data: StartData): void => {
    // Sessions are not kept for a resume yet: the client is told at once that it may start afresh.
    if (data.resume) return refuse(errorOf("resume_failed"));
    inside = ports.open(data, browser);
  };

  const audioData = (message: Extract<ClientMessage, { type: "audio_data" }>): void => {
    if (inside && message.sampleRate !== inside.inputRate) return refuse(errorOf("audio_format"));
    audio(Buffer.from(message.audio, "base64"));
  };

  const audio = (frame: Buffer): void => {
    if (!inside) return refuse(errorOf("not_started"));
    if (frame.length % BYTES_PER_SAMPLE !== 0) return refuse(errorOf("audio_format"));
    inside.session.audio(frame);
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
          if (!inside) return start(message.data ?? {});
          return inside.session.handle({ from: "browser", message });
        default:
          if (!inside) return refuse(errorOf("not_started"));
          return inside.session.handle({ from: "browser", message });
      }
    },
    gone: () => {
      shut = true;
      inside?.session.handle({ from: "browser", message: { type: "gone" } });
    },
    tick: () => {
      if (inside) inside.session.tick();
      else if (!shut && ports.now() >= by) shutWith(errorOf("not_started"), POLICY_VIOLATION);
    },
    drain: () => {
      if (inside) inside.session.handle({ from: "relay", message: "drain" });
      else if (!shut) shutWith(errorOf("draining"), SERVICE_RESTART);
    },
  };
};
