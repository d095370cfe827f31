import type { ErrorMessage, Resume, StartData } from "@bean-brew/widget/protocol";
import { isSameParty, partyOf, type Visitor } from "../auth/gate.js";
import { errorOf } from "../errors.js";
import type { Meter } from "../telemetry/costs.js";
import { loggedConnect } from "../telemetry/logged.js";
import { billedConnect } from "../telemetry/metered.js";
import type { Entry } from "./journal.js";
import { rateStored, type Rating, type RatingResult } from "./rating.js";
import { recall, type RecallOptions } from "./recall.js";
import { hashOf, isToken } from "./resume-token.js";
import type { Browser, Seat, Session, SessionOptions, SessionPorts } from "./session.js";
import { openSession } from "./shell.js";
import type { Terms } from "./types.js";

export interface ReceptionOptions extends SessionPorts, Omit<RecallOptions, "journal" | "now"> {
  /** Counts what a session of this visitor's costs. */
  readonly meter?: (visitor: Visitor) => Meter;
  /** Whether there is room for one more session, of this visitor's, beside those that are here. */
  readonly hasRoom?: (visitor: Visitor, present: readonly Visitor[]) => boolean;
}

/** All sessions of this relay: begins them, finds them again, and lets go of those that are over. */
export interface Reception {
  begin(data: StartData, browser: Browser, visitor: Visitor): Seat;
  /**
   * Takes a session up: one of this relay's, or one that another left behind, for which there has to be room. Else
   * says why that cannot be.
   */
  resume(resume: Resume, browser: Browser, visitor: Visitor): Promise<Seat | ErrorMessage>;
  /** Writes down what a caller thought of a session. It needs the session's resume token. */
  rate(sessionId: string, token: string, rating: Rating): Promise<RatingResult>;
  /** Called ten times a second. */
  tick(): void;
  /** Tells everybody that the relay will stop. */
  warn(): void;
  /** Ends every session once the agent has said goodbye. */
  dismiss(): void;
  drain(): void;
  /** Whose sessions live here. */
  readonly present: readonly Visitor[];
  readonly size: number;
  /** Nothing is left of any session: no write goes on, and all that happened is written down. */
  readonly isDone: boolean;
  /** Resolves once what happened is written down, or cannot be. */
  settled(): Promise<void>;
}

interface Guest {
  readonly session: Session;
  readonly tokenHash: string;
  readonly visitor: Visitor;
}

/** Sessions that are over and could not be written down yet; past that the oldest are lost, which the log says. */
export const MAX_LEAVING = 1_000;

const noop = (): void => undefined;

export const openReception = (options: ReceptionOptions): Reception => {
  const guests = new Map<string, Guest>();
  /** Sessions that are over, and not done: writes go on, or the journal is behind. */
  const leaving = new Map<string, Guest>();
  /** Sessions that are being taken up: two sockets at once would take them from each other. */
  const arriving = new Map<string, Promise<void>>();
  /** Whose those of them are for which there is room. */
  const expected = new Map<string, Visitor>();

  const enter = (
    terms: Terms,
    data: StartData,
    visitor: Visitor,
    memory: Pick<SessionOptions, "past" | "unwritten" | "takenUp">,
  ): Session => {
    const delivery = data.audio?.output?.delivery ?? "binary";
    const { sessionId, resumeToken } = terms.started;
    const meter = options.meter?.(visitor);
    const bill = (): void => {
      if (!meter) return;
      const { ms, dollars } = meter;
      session.note({ note: "billed", ms, dollars });
      options.log.info({ session: sessionId, site: visitor.site?.id, ms, dollars }, "billed");
    };
    const ports: SessionPorts = {
      ...options,
      connect: loggedConnect(meter ? billedConnect(options.connect, meter) : options.connect, sessionId, options.log),
      moved: (from, to, reason) => {
        options.moved?.(from, to, reason);
        if (to === "closed") bill();
      },
    };
    const session = openSession(ports, { terms, delivery, ...memory });
    guests.set(sessionId, { session, tokenHash: hashOf(resumeToken), visitor });
    return session;
  };

  const resumeHere = (resume: Resume, browser: Browser, visitor: Visitor): Seat | ErrorMessage => {
    const guest = guests.get(resume.sessionId);
    if (!guest || guest.session.isClosed() || !isToken(resume.token, guest.tokenHash)) return errorOf("resume_failed");
    if (!isSameParty(partyOf(guest.visitor), partyOf(visitor))) return errorOf("resume_failed");
    options.log.info({ session: resume.sessionId, site: visitor.site?.id }, "the browser is back");
    return guest.session.sit(browser, resume.after);
  };

  const present = (): readonly Visitor[] => [
    ...[...guests.values()].filter(({ session }) => !session.isClosed()).map(({ visitor }) => visitor),
    ...expected.values(),
  ];

  /** Keeps a place for a session that is taken up, if there is one. */
  const makeRoom = (sessionId: string, visitor: Visitor): boolean => {
    const hasRoom = expected.has(sessionId) || (options.hasRoom?.(visitor, present()) ?? true);
    if (hasRoom) expected.set(sessionId, visitor);
    return hasRoom;
  };

  /** Neither store nor disk has taken what was said for so long that there is no room for it any more. */
  const forgetOldest = (): void => {
    const [oldest] = leaving.keys();
    if (oldest === undefined || leaving.size <= MAX_LEAVING) return;
    leaving.delete(oldest);
    options.log.error({ session: oldest }, "what was said is lost: it could not be written");
    forgetOldest();
  };

  /** Takes up what another relay left behind. */
  const takeUp = async (resume: Resume, browser: Browser, visitor: Visitor): Promise<Seat | ErrorMessage> => {
    try {
      const found = await recall(options, resume, visitor, () => makeRoom(resume.sessionId, visitor));
      if ("type" in found) return found;
      const { data, terms, past, unwritten } = found;
      options.log.info({ session: resume.sessionId, site: visitor.site?.id }, "a call of another relay is taken up");
      return enter(terms, data, visitor, { past, unwritten, takenUp: true }).sit(browser, resume.after);
    } finally {
      expected.delete(resume.sessionId);
    }
  };

  return {
    begin: (data, browser, visitor) => {
      const now = options.now();
      const terms = options.admit(data, now, visitor);
      const tokenHash = hashOf(terms.started.resumeToken);
      const { site, scope } = visitor;
      options.log.info({ session: terms.started.sessionId, site: site?.id, scope }, "a call begins");
      const owner = { ...(site && { site: site.id }), ...(scope === "staff" && { staff: true as const }) };
      const past: Entry[] = [{ n: 1, at: now, note: "began", data, tokenHash, ...owner }];
      if (terms.identity) past.push({ n: 2, at: now, note: "identified", identity: terms.identity });
      return enter(terms, data, visitor, { past, unwritten: past, takenUp: false }).sit(browser);
    },
    resume: async (resume, browser, visitor) => {
      const { sessionId } = resume;
      while (arriving.has(sessionId)) await arriving.get(sessionId);
      if (guests.has(sessionId)) return resumeHere(resume, browser, visitor);
      // The journal may not know yet that it is over.
      if (leaving.has(sessionId)) return errorOf("resume_failed");
      const seat = takeUp(resume, browser, visitor);
      const done = seat.then(noop, noop);
      arriving.set(sessionId, done);
      await done;
      arriving.delete(sessionId);
      return seat;
    },
    rate: async (sessionId, token, rating) => {
      const guest = guests.get(sessionId) ?? leaving.get(sessionId);
      if (!guest) return rateStored(options.journal, sessionId, token, rating, options.now());
      // As long as there is something to come of a session, it is the session that numbers what is written down of it.
      return isToken(token, guest.tokenHash) && guest.session.rate(rating) ? "done" : "unknown";
    },
    tick: () => {
      for (const [id, guest] of guests) {
        guest.session.tick();
        if (!guest.session.isClosed()) continue;
        guests.delete(id);
        leaving.set(id, guest);
      }
      for (const [id, { session }] of leaving) {
        if (session.isDone()) leaving.delete(id);
        else session.tick();
      }
      forgetOldest();
    },
    warn: () => guests.forEach(({ session }) => session.handle({ from: "relay", message: "draining" })),
    dismiss: () => guests.forEach(({ session }) => session.handle({ from: "relay", message: "dismiss" })),
    drain: () => guests.forEach(({ session }) => session.handle({ from: "relay", message: "drain" })),
    get present() {
      return present();
    },
    get size() {
      return guests.size;
    },
    get isDone() {
      return guests.size === 0 && leaving.size === 0;
    },
    settled: async () => {
      await Promise.all([...leaving.values(), ...guests.values()].map(({ session }) => session.settled()));
    },
  };
};
