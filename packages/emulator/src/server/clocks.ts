import type { ErrorCode, WarningCode } from "../protocol/messages.js";

/** The service's time limits, in milliseconds. */
export interface Clocks {
  /** Neither audio nor KeepAlive. */
  idle: number;
  /** The session, and the warning before its end. */
  session: number;
  sessionWarning: number;
  /** A function that the client does not answer. */
  functionCall: number;
  /** Thinking that is warned about each time it took so long again. */
  slowThink: number;
}

const MINUTE = 60_000;

export const CLOCKS: Clocks = {
  idle: 15_000,
  session: 120 * MINUTE,
  sessionWarning: 115 * MINUTE,
  functionCall: 30_000,
  slowThink: 5_000,
};

export interface SessionClocks {
  /** The client was heard from. */
  alive(): void;
  stop(): void;
}

/** Starts the clocks of one session. */
export function startClocks(
  clocks: Clocks,
  {
    fail,
    warn,
  }: { fail(code: ErrorCode, description: string): void; warn(code: WarningCode, description: string): void },
): SessionClocks {
  const idle = setTimeout(
    () => fail("CLIENT_MESSAGE_TIMEOUT", `Neither audio nor KeepAlive came for ${clocks.idle} ms.`),
    clocks.idle,
  );
  const warning = setTimeout(
    () => warn("MAXIMUM_SESSION_LENGTH_APPROACHING", "The session will soon be as long as a session may be."),
    clocks.sessionWarning,
  );
  const end = setTimeout(
    () => fail("MAXIMUM_SESSION_LENGTH_REACHED", `A session may last ${clocks.session} ms.`),
    clocks.session,
  );
  return {
    alive: () => void idle.refresh(),
    stop: () => [idle, warning, end].forEach((timer) => clearTimeout(timer)),
  };
}
