/** Opening hours on one day, in minutes after local midnight. */
export interface Opening {
  readonly opens: number;
  readonly closes: number;
}

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When the shop takes appointments. Hours are local: what the clock on the shop's wall shows. */
export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** A day that is absent is closed. */
  readonly hours: Readonly<Partial<Record<Weekday, readonly Opening[]>>>;
  /** Local dates (`YYYY-MM-DD`) with hours of their own; an empty list is a closed day. */
  readonly exceptions: Readonly<Record<string, readonly Opening[]>>;
  readonly services: readonly string[];
  readonly slotMinutes: number;
  /** Appointments that can be held at the same time. */
  readonly capacity: number;
  /** How far ahead a slot must be, in minutes. */
  readonly leadMinutes: number;
  /** How far ahead a slot may be, in local days. */
  readonly horizonDays: number;
}

const NINE_TO_FIVE: readonly Opening[] = [{ opens: 9 * 60, closes: 17 * 60 }];

/** Monday to Friday, 9:00 to 17:00, one appointment an hour, from one hour ahead to 90 days. */
export function defaultCalendar(timeZone: string): Calendar {
  return {
    timeZone,
    hours: { 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 3: NINE_TO_FIVE, 4: NINE_TO_FIVE, 5: NINE_TO_FIVE },
    exceptions: {},
    services: ["Consultation", "Follow-up", "Review", "Planning"],
    slotMinutes: 60,
    capacity: 1,
    leadMinutes: 60,
    horizonDays: 90,
  };
}
