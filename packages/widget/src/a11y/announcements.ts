import type { CallEvent, CallView } from "../call/view.js";
import type { Texts } from "../text/texts.js";

/** What somebody who does not see the panel is told of a change, if anything. */
export function announcementOf(
  event: CallEvent,
  previous: CallView,
  view: CallView,
  texts: Texts,
  heading: string,
): string | undefined {
  if (event.type === "conversation_update") {
    const { role, content } = event.data;
    return `${role === "user" ? texts.you : heading}: ${content}`;
  }
  if (view.problem !== undefined && view.problem !== previous.problem) {
    const { title, text } = texts.problems[view.problem.code];
    return `${title}. ${text}`;
  }
  if (view === previous) return undefined;
  if (view.reconnecting && !previous.reconnecting) return texts.reconnecting;
  if (event.type === "session_started" && previous.reconnecting)
    return view.voice ? texts.states.listening : texts.typing;
  if (view.phase === "ended" && previous.phase !== "ended") return texts.states.ended;
  if (event.type === "paused") return texts.states[event.paused ? "paused" : "listening"];
  return event.type === "voice" ? texts.states.listening : undefined;
}
