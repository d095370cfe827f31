import type { Mind } from "../think/mind.js";
import { startThread, type Thread, type ThreadSurroundings } from "./thread.js";

/** How many of the user's turns may wait for the one that is being answered; further ones are not answered. */
export const MAX_WAITING_TURNS = 8;

/** Answers the user's turns, one after another, and begins before a turn is surely over. */
export interface Thinking {
  /** The user may have finished. */
  suppose(text: string): void;
  /** The user goes on. */
  forget(): void;
  /** A turn is over. */
  take(text: string, sttMs?: number): void;
  respond: Thread["respond"];
  /** Whether a turn is being answered. */
  busy(): boolean;
  end(): void;
}

export function createThinking(first: Mind, surroundings: Omit<ThreadSurroundings, "done">): Thinking {
  let mind = first;
  let thread: Thread | undefined;
  /** Whether the thread is about a turn that is not over for sure. */
  let supposed = false;
  const waiting: { text: string; sttMs?: number | undefined }[] = [];

  const start = (text: string): Thread => {
    thread = startThread(text, mind, {
      ...surroundings,
      done(after) {
        mind = after;
        thread = undefined;
        next();
      },
    });
    return thread;
  };

  function next(): void {
    const turn = thread ? undefined : waiting.shift();
    if (turn) start(turn.text).confirm(turn.sttMs);
  }

  function forget(): void {
    if (!supposed) return;
    supposed = false;
    thread?.drop();
    thread = undefined;
    next();
  }

  return {
    suppose(text) {
      if (thread || text === "") return;
      supposed = true;
      start(text);
    },
    forget,
    take(text, sttMs) {
      if (supposed && thread?.text === text) {
        supposed = false;
        return thread.confirm(sttMs);
      }
      // What was typed while the user pauses in speaking waits for what is spoken.
      if (waiting.length < MAX_WAITING_TURNS) waiting.push({ text, sttMs });
      next();
    },
    respond: (response) => thread?.respond(response),
    busy: () => thread !== undefined,
    end: () => thread?.end(),
  };
}
