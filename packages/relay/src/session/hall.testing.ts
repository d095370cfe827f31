import type { Outcome } from "@bean-brew/tools";
import { pino } from "pino";
import type { AgentHandlers } from "../agent/connection.js";
import type { AgentMessage, AgentRequest } from "../agent/messages.js";
import { openDoor } from "./door.js";
import { someTerms } from "./play.testing.js";
import { openSession } from "./shell.js";

type Told = { readonly type: string; readonly seq?: number } & Readonly<Record<string, unknown>>;

/** The very door and session that the server makes; only sockets, tools and clock are the test's. */
export const openHall = (delivery: "binary" | "base64" = "binary") => {
  let time = 0;
  let handlers: AgentHandlers | undefined;
  const hall = {
    told: [] as Told[],
    frames: [] as number[],
    order: [] as string[],
    closes: [] as number[],
    unreadBytes: 0,
    agentSent: [] as AgentRequest[],
    agentAudio: [] as number[],
    keepAlives: 0,
    agentCloses: 0,
    pending: new Map<string, (outcome: Outcome) => void>(),
    aborted: [] as string[],
    say: (message: AgentMessage) => handlers?.message(message),
    sound: (byte: number) => handlers?.audio(Buffer.alloc(960, byte)),
    lose: (refused?: number) => handlers?.gone(refused),
    at: (ms: number) => {
      time = ms;
      door.tick();
    },
    tell: (message: unknown) => door.text(JSON.stringify(message)),
    hear: (byte: number) => door.audio(Buffer.alloc(1_280, byte)),
    leave: () => door.gone(),
    drain: () => door.drain(),
  };
  const ports = {
    now: () => time,
    log: pino({ level: "silent" }),
    connect: (given: AgentHandlers) => {
      handlers = given;
      return {
        send: (request: AgentRequest) => void hall.agentSent.push(request),
        sendAudio: (frame: Buffer) => void hall.agentAudio.push(frame[0]!),
        keepAlive: () => void (hall.keepAlives += 1),
        close: () => void (hall.agentCloses += 1),
      };
    },
    answer: (call: { id: string }, _caller: unknown, signal: AbortSignal) => {
      signal.addEventListener("abort", () => hall.aborted.push(call.id));
      return new Promise<Outcome>((resolve) => hall.pending.set(call.id, resolve));
    },
  };
  const door = openDoor(
    {
      now: ports.now,
      open: (_data, browser) => ({ session: openSession(ports, someTerms(), browser, delivery), inputRate: 16_000 }),
    },
    {
      get unreadBytes() {
        return hall.unreadBytes;
      },
      text: (json) => {
        const message = JSON.parse(json) as Told;
        hall.told.push(message);
        hall.order.push(message.type);
      },
      binary: (frame) => {
        hall.frames.push(frame[0]!);
        hall.order.push("frame");
      },
      close: (code) => void hall.closes.push(code),
    },
  );
  return hall;
};

export const started = (delivery?: "binary" | "base64") => {
  const hall = openHall(delivery);
  hall.tell({ type: "start_voice_agent" });
  hall.say({ type: "Welcome" });
  hall.say({ type: "SettingsApplied" });
  return hall;
};

export type Hall = ReturnType<typeof openHall>;
