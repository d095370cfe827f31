import type { DoneWrite, Outcome } from "@bean-brew/tools";
import type { Resume, StartData } from "@bean-brew/widget/protocol";
import { pino, type Logger } from "pino";
import type { AgentHandlers } from "../agent/connection.js";
import type { AgentMessage, AgentRequest } from "../agent/messages.js";
import type { Visitor } from "../auth/gate.js";
import { openDoor, type Door } from "./door.js";
import { fakeJournal } from "./journal.testing.js";
import { someTerms } from "./play.testing.js";
import { openReception, type Reception } from "./reception.js";
import type { Browser } from "./session.js";

export type Told = { readonly type: string; readonly seq?: number } & Readonly<Record<string, unknown>>;

export interface HallOptions {
  readonly delivery?: "binary" | "base64";
  /** The client knows how to take a session up again. */
  readonly resumes?: boolean;
  /** Where sessions are written down; given to two halls, it is two relays. */
  readonly journal?: ReturnType<typeof fakeJournal>;
  readonly visitor?: Visitor;
  /** For how many sessions there is room, when one is taken up that another relay left behind. */
  readonly room?: number;
  readonly log?: Logger;
  /** What lies between a session and its browser's socket. */
  readonly wire?: (browser: Browser) => Browser;
}

const SILENT = pino({ level: "silent" });
const HERE: Visitor = { address: "127.0.0.1", scope: "public" };

/** The very reception, door and session that the server makes; only sockets, tools, store and clock are the test's. */
export const openHall = (options: HallOptions = {}) => {
  const {
    delivery = "binary",
    resumes = false,
    journal = fakeJournal(),
    visitor = HERE,
    wire = (browser) => browser,
    room = Infinity,
    log = SILENT,
  } = options;
  let time = 0;
  let sessions = 0;
  let handlers: AgentHandlers | undefined;
  let door: Door;
  const hall = {
    journal,
    told: [] as Told[],
    frames: [] as number[],
    dropped: 0,
    order: [] as string[],
    closes: [] as number[],
    unreadBytes: 0,
    agentSent: [] as AgentRequest[],
    agentAudio: [] as number[],
    /** What the network to the agent has not taken. */
    unsentBytes: 0,
    agentPaused: false,
    keepAlives: 0,
    /** What is thrown when the agent is sent something the next time, and whether it was. */
    agentBreaks: undefined as Error | undefined,
    hasBroken: false,
    agentOpens: 0,
    agentCloses: 0,
    /** Connections to the agent that are open. */
    agents: new Set<AgentHandlers>(),
    /** When the last of them was closed, in ms. */
    agentClosedAt: 0,
    pending: new Map<string, (outcome: Outcome) => void>(),
    /** Writes that are told to be done after their time was up. */
    late: new Map<string, (outcome: Outcome) => void>(),
    aborted: [] as string[],
    /** What the shop's records say that sessions have done. */
    written: [] as DoneWrite[],
    say: (message: AgentMessage) => handlers?.message(message),
    sound: (byte: number) => handlers?.audio(Buffer.alloc(960, byte)),
    soundNothing: () => handlers?.audio(Buffer.alloc(0)),
    lose: (refused?: number) => handlers?.gone(refused),
    at: (ms: number): void => {
      time = ms;
      door.tick();
      reception.tick();
    },
    now: () => time,
    tell: (message: unknown) => door.text(JSON.stringify(message)),
    hear: (byte: number) => door.audio(Buffer.alloc(1_280, byte)),
    leave: () => door.gone(),
    drain: (): void => {
      door.drain();
      reception.drain();
    },
    /** A new socket, which asks for nothing yet. */
    enter: (): void => {
      door = openDoor(ports, wire(browserOf()));
    },
    /** A new socket that takes up the session that was begun in this hall, or in another. */
    comeBack: async (from?: { readonly told: readonly Told[] }, token?: string): Promise<void> => {
      const { told } = from ?? hall;
      const { sessionId, resumeToken } = told.find(({ type }) => type === "session_started") as unknown as {
        sessionId: string;
        resumeToken: string;
      };
      const after = Math.max(0, ...told.map(({ seq }) => seq ?? 0));
      hall.enter();
      hall.tell({ type: "start_voice_agent", data: { resume: { sessionId, token: token ?? resumeToken, after } } });
      // The journal is read in turns of the event loop, not in time.
      await new Promise((resolve) => setImmediate(resolve));
    },
    /** The socket that the session has now. */
    get door(): Door {
      return door;
    },
    get reception(): Reception {
      return reception;
    },
    settled: (): Promise<void> => reception.settled(),
    get sessions(): number {
      return reception.size;
    },
  };

  const browserOf = (): Browser => ({
    resumes,
    unreadBytes: () => hall.unreadBytes,
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
  });

  const reception = openReception({
    now: hall.now,
    log,
    journal,
    dropped: () => void (hall.dropped += 1),
    admit: (_data, now, { customerId }, again) => {
      const terms = someTerms(customerId === undefined ? {} : { identity: { customerId, by: "site", at: now } });
      sessions += 1;
      const sessionId = again?.sessionId ?? `session-${sessions}`;
      return { ...terms, started: { ...terms.started, sessionId, resumeToken: again?.token ?? "secret" } };
    },
    connect: (given: AgentHandlers) => {
      handlers = given;
      hall.agents.add(given);
      hall.agentOpens += 1;
      return {
        send: (request: AgentRequest) => {
          const { agentBreaks } = hall;
          hall.agentBreaks = undefined;
          hall.hasBroken ||= agentBreaks !== undefined;
          if (agentBreaks) throw agentBreaks;
          hall.agentSent.push(request);
        },
        sendAudio: (frame: Buffer) => void hall.agentAudio.push(frame[0]!),
        unsentBytes: () => hall.unsentBytes,
        pause: () => void (hall.agentPaused = true),
        resume: () => void (hall.agentPaused = false),
        keepAlive: () => void (hall.keepAlives += 1),
        close: (): void => {
          hall.agentCloses += 1;
          hall.agents.delete(given);
          hall.agentClosedAt = time;
        },
      };
    },
    written: async () => hall.written,
    hasRoom: (_visitor, present) => present.length < room,
    answer: (_tools, call, _caller, signal, late) => {
      hall.late.set(call.id, late);
      signal.addEventListener("abort", () => hall.aborted.push(call.id));
      return new Promise<Outcome>((resolve) => hall.pending.set(call.id, resolve));
    },
  });
  const ports = {
    now: hall.now,
    begin: (data: StartData, browser: Browser) =>
      reception.begin(
        { ...data, audio: { output: { encoding: "linear16", sampleRate: 24_000, delivery } } },
        browser,
        visitor,
      ),
    resume: (resume: Resume, browser: Browser) => reception.resume(resume, browser, visitor),
    log,
  };
  hall.enter();
  return hall;
};

export const started = (options?: HallOptions) => {
  const hall = openHall(options);
  hall.tell({ type: "start_voice_agent" });
  hall.say({ type: "Welcome" });
  hall.say({ type: "SettingsApplied" });
  return hall;
};

export type Hall = ReturnType<typeof openHall>;
