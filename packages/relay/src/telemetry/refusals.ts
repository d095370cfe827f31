import type { ErrorCode } from "@bean-brew/widget/protocol";
import type { Logger } from "pino";

/** Refusals that are logged one by one in a second: more are an attack, which is not to fill the log as well. */
export const MAX_LINES_PER_SECOND = 10;

/** What an operator needs to know of a refusal; never whom it met. */
export interface RefusalFacts {
  readonly site?: string | undefined;
  /** The page's. */
  readonly origin?: string | undefined;
  /** What was wrong, where the answer does not tell. */
  readonly why?: string | undefined;
}

/** Takes note of a socket or a request that was refused. */
export type Refused = (code: ErrorCode, facts?: RefusalFacts) => void;

export interface RefusalOptions {
  readonly count: (code: ErrorCode) => void;
  /** In ms. */
  readonly now: () => number;
  readonly log: Logger;
}

/** Counts refusals, and logs them: those that come too fast as a number, in the next line. */
export const openRefusals = ({ count, now, log }: RefusalOptions): Refused => {
  let since = -Infinity;
  let lines = 0;
  let unlogged = 0;
  return (code, facts = {}) => {
    count(code);
    if (now() - since >= 1_000) {
      since = now();
      lines = 0;
    }
    lines += 1;
    if (lines > MAX_LINES_PER_SECOND) {
      unlogged += 1;
      return;
    }
    log.info({ code, ...facts, ...(unlogged > 0 && { unlogged }) }, "refused");
    unlogged = 0;
  };
};
