import type { ClientEvent } from "../client/index.js";
import type { EndReason } from "../protocol/index.js";
import type { PlaybackReport } from "../worklets/playback.js";
import { problemOf, type Problem } from "./problem.js";
import { addCard, addPiece, cutTurn, type Transcript } from "./transcript.js";

/** What a call is doing, in one word. */
export type CallState = "idle" | "connecting" | "listening" | "thinking" | "speaking" | "paused" | "ended" | "error";

/** Things that the agent may be seen to do at once. */
export const MAX_ACTIVITIES = 8;

export interface Activity {
  readonly id: string;
  readonly label: string;
}

/** All that the display needs to know of the call. */
export interface CallView {
  /** Counts the calls of this element. */
  readonly call: number;
  readonly phase: "idle" | "connecting" | "live" | "ended" | "error";
  /** The connection broke, and the call is being taken up again. */
  readonly reconnecting: boolean;
  /** The microphone is being asked for. */
  readonly opening: boolean;
  /** There is a microphone and a speaker. Without them the call is typed. */
  readonly voice: boolean;
  /** The device took the sound away: a phone call, a closed lid, a pulled plug. */
  readonly paused: boolean;
  readonly muted: boolean;
  /** The agent's turn that is being heard. */
  readonly speaking?: number;
  readonly thinking: boolean;
  readonly activities: readonly Activity[];
  readonly transcript: Transcript;
  /** Typed turns that the relay has not told back yet. */
  readonly pending: readonly string[];
  readonly problem?: Problem;
  readonly endReason?: EndReason;
}

/** What the person or the page did. */
export type LocalEvent =
  | { readonly type: "begin" }
  | { readonly type: "opening" }
  | { readonly type: "voice" }
  | { readonly type: "paused"; readonly paused: boolean }
  | { readonly type: "typed"; readonly text: string }
  | { readonly type: "muted"; readonly muted: boolean }
  /**
   * Something went wrong; `over`: there is no call any more. Else it goes on, by `voice` if it still has one: typed, it
   * has no playback whose end could be awaited.
   */
  | { readonly type: "failed"; readonly problem: Problem; readonly over: boolean; readonly voice?: boolean }
  | { readonly type: "dismissed" }
  | { readonly type: "stop" }
  /** The turn that answers the visitor began to be heard so many ms after the visitor had spoken. */
  | { readonly type: "answered"; readonly turn: number; readonly ms: number }
  /** Playback of a turn was cut after so many characters of it were heard. */
  | { readonly type: "heard"; readonly turn: number; readonly characters: number };

export type CallEvent = ClientEvent | PlaybackReport | LocalEvent;

export const IDLE: CallView = {
  call: 0,
  phase: "idle",
  reconnecting: false,
  opening: false,
  voice: false,
  paused: false,
  muted: false,
  thinking: false,
  activities: [],
  transcript: [],
  pending: [],
};

const OVER = {
  reconnecting: false,
  opening: false,
  voice: false,
  paused: false,
  muted: false,
  speaking: undefined,
  thinking: false,
  activities: [],
  pending: [],
} as const;

const silent = (view: CallView, turn: number): CallView =>
  view.speaking === turn ? { ...view, speaking: undefined } : view;

/** The call after an event. Pure; what does not change the display gives back the same object. */
export function next(view: CallView, event: CallEvent): CallView {
  switch (event.type) {
    case "begin":
      return {
        ...view,
        ...OVER,
        call: view.call + 1,
        phase: "connecting",
        problem: undefined,
        endReason: undefined,
      };
    case "opening":
      return { ...view, opening: true, problem: undefined };
    case "voice":
      // What was said before it was there is not heard any more.
      return { ...view, opening: false, voice: true, paused: false, speaking: undefined };
    case "typed":
      return { ...view, pending: [...view.pending, event.text], thinking: view.phase === "live" || view.thinking };
    case "paused":
      if (view.paused === event.paused) return view;
      return { ...view, paused: event.paused, problem: event.paused ? view.problem : undefined };
    case "muted":
      return { ...view, muted: event.muted };
    case "failed":
      return {
        ...view,
        ...(event.over
          ? { ...OVER, phase: "error" }
          : !event.voice && { opening: false, voice: false, paused: false, speaking: undefined }),
        problem: event.problem,
      };
    case "dismissed":
      return { ...view, problem: undefined, phase: view.phase === "error" ? "idle" : view.phase };
    case "stop":
      return { ...view, ...OVER, phase: "ended", endReason: "client_stop" };
    case "closed": {
      const problem = problemOf(event);
      return { ...view, ...OVER, phase: problem ? "error" : "ended", problem, endReason: event.reason };
    }
    case "session_started":
      return { ...view, phase: "live", reconnecting: false, thinking: view.pending.length > 0 };
    case "reconnecting":
      return { ...view, phase: "connecting", reconnecting: true, thinking: false };
    case "user_started_speaking":
      return { ...view, speaking: undefined, thinking: false };
    case "agent_thinking":
      return { ...view, thinking: true };
    // A turn whose end was taken for granted may still come to be heard.
    case "agent_started_speaking":
    case "turn_started":
      return view.speaking === event.turn ? view : { ...view, speaking: event.turn, thinking: false };
    case "turn_ended":
    case "turn_cut":
      return silent(view, event.turn);
    case "heard":
      return { ...view, transcript: cutTurn(view.transcript, view.call, event.turn, event.characters) };
    case "conversation_update":
      // The relay tells typed turns back; one that it changed is gone at the latest when the agent answers.
      return {
        ...view,
        transcript: addPiece(view.transcript, view.call, event),
        pending: event.data.role === "user" ? view.pending.slice(1) : [],
      };
    case "tool_started":
      return {
        ...view,
        thinking: true,
        activities: [...view.activities, { id: event.id, label: event.label }].slice(-MAX_ACTIVITIES),
      };
    case "tool_finished":
      return {
        ...view,
        activities: view.activities.filter(({ id }) => id !== event.id),
        transcript: event.card ? addCard(view.transcript, event.id, event.card) : view.transcript,
      };
    // These are for the page's own listeners, or are told again by what closes the call.
    case "answered":
    case "meter":
    case "agent_audio":
    case "agent_audio_done":
    case "audio_output":
    case "client_tool_call":
    case "latency":
    case "warning":
    case "error":
    case "voice_agent_stopped":
    case "pong":
      return view;
  }
}

/** The call in one word. */
export function stateOf({ phase, paused, speaking, thinking }: CallView): CallState {
  if (phase !== "live") return phase;
  if (paused) return "paused";
  if (speaking !== undefined) return "speaking";
  return thinking ? "thinking" : "listening";
}
