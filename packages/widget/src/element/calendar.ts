/**
 * What is done for a calendar. Fetched when somebody adds the first event to theirs.
 * @module
 */
import type { Card } from "../protocol/index.js";

type CalendarEvent = NonNullable<Card["event"]>;

const utc = (time: Date): string => time.toISOString().replace(/[-:]|\.\d{3}/g, "");

const escapeText = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Octets of the longest line of an iCalendar file (RFC 5545, 3.1), counted in UTF-16 units of at most three octets. */
const fold = (line: string): string => line.replace(/.{24}(?=.)/gu, "$&\r\n ");

/** An iCalendar file (RFC 5545) with one event; undefined when its times are none. `now` is when it is made. */
export function calendarFile(event: CalendarEvent, id: string, now: Date): string | undefined {
  const start = new Date(event.start);
  const end = new Date(event.end);
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return undefined;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Bean & Brew//Voice agent//EN",
    "BEGIN:VEVENT",
    `UID:${escapeText(id)}@bean-brew`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escapeText(event.title)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}
