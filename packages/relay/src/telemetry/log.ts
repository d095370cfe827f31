import { pino, type DestinationStream, type Logger } from "pino";
import { redact } from "./redact.js";

/**
 * The relay's log: one JSON line an event, with ids; never audio, what was said, keys, or what is personal. On standard
 * error, unless there is another place.
 */
export const openLog = (level: string, to: DestinationStream = pino.destination(2)): Logger =>
  pino(
    {
      level,
      base: undefined,
      formatters: { log: (line) => redact(line) as Record<string, unknown> },
      // What `redact` has made of an error is not to be taken for one.
      serializers: { err: (redacted: unknown) => redacted },
    },
    to,
  );
