import type { Transcript } from "../call/transcript.js";
import type { Texts } from "../text/texts.js";

/** The time of day of an ISO 8601 time, as the language writes it; undefined when it is none. */
export function timeOfDay(at: string, language: string): string | undefined {
  const time = new Date(at);
  return Number.isNaN(time.getTime())
    ? undefined
    : time.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
}

/** The conversation to keep, as plain text: a line for each turn and each thing that was done. */
export function conversationText(transcript: Transcript, texts: Texts, heading: string): string {
  const lines = transcript.map((item) => {
    if (item.kind === "card") return `* ${item.card.title} · ${item.card.text}`;
    const time = timeOfDay(item.at, texts.language);
    const unheard = item.heard !== undefined && item.heard < item.text.length;
    const words = unheard
      ? `${item.text.slice(0, item.heard)} (${texts.notHeard} ${item.text.slice(item.heard).trimStart()})`
      : item.text;
    return `${time === undefined ? "" : `[${time}] `}${item.role === "user" ? texts.you : heading}: ${words}`;
  });
  return `${lines.join("\n")}\n`;
}
