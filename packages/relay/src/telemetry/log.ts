import { pino, type Logger } from "pino";

/** The relay's log: one JSON line an event on standard error, never audio, transcripts or keys. */
export const openLog = (level: string): Logger => pino({ level, base: undefined }, pino.destination(2));
