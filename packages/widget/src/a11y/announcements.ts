import type { CallEvent, CallView } from "../call/view.js";
import { plainTextOf } from "../element/rich-text.js";
import type { Texts } from "../text/texts.js";

/** Whoever talks now is heard. */
const hears = ({ phase, voice, reconnecting, paused }: CallView): boolean =>
  phase === "live" && voice && !reconnecting && !paused;

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
    return role === "user" ? `${texts.you}: ${content}` : `${heading}: ${plainTextOf(content)}`;
  }
  if (view.problem !== undefined && view.problem !== previous.problem) {
    const { title, text } = texts.problems[view.problem.code];
    return `${title}. ${text}`;
  }
  if (view === previous) return undefined;
  if (view.reconnecting && !previous.reconnecting) return texts.reconnecting;
  if (view.phase === "ended" && previous.phase !== "ended")
    return (view.endReason && texts.ended[view.endReason]) ?? texts.states.ended;
  if (view.paused && !previous.paused) return texts.states.paused;
  if (hears(view) && !hears(previous)) return texts.states.listening;
  return event.type === "session_started" && previous.reconnecting ? texts.typing : undefined;
}
