/** Opening hours on one day, in minutes after local midnight. */
export interface Opening {
  readonly opens: number;
  readonly closes: number;
}

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What an appointment can be for. */
export interface Service {
  readonly name: string;
  /** How long it takes, in minutes. */
  readonly minutes: number;
  /** How long its place stays taken after it, in minutes. */
  readonly bufferMinutes: number;
}

/** When the shop takes appointments. Hours are local: what the clock on the shop's wall shows. */
export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** A day that is absent is closed. */
  readonly hours: Readonly<Partial<Record<Weekday, readonly Opening[]>>>;
  /** Local dates (`YYYY-MM-DD`) with hours of their own; an empty list is a closed day. */
  readonly exceptions: Readonly<Record<string, readonly Opening[]>>;
  readonly services: readonly Service[];
  /** How far apart appointments start. A service that takes longer holds every slot that it reaches into. */
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
    services: ["Consultation", "Follow-up", "Review", "Planning"].map((name) => ({
      name,
      minutes: 60,
      bufferMinutes: 0,
    })),
    slotMinutes: 60,
    capacity: 1,
    leadMinutes: 60,
    horizonDays: 90,
  };
}

export function serviceNamed(calendar: Calendar, name: string): Service | undefined {
  return calendar.services.find((service) => service.name === name);
}

/** What every service fits where this one does: the longest, with the longest buffer of all. */
export function longestService({ services }: Calendar): Service {
  return {
    name: "appointment",
    minutes: Math.max(...services.map(({ minutes }) => minutes)),
    bufferMinutes: Math.max(...services.map(({ bufferMinutes }) => bufferMinutes)),
  };
}

/** Whether it makes a difference for the calendar what an appointment is for. */
export function servicesDiffer({ services }: Calendar): boolean {
  return new Set(services.map(({ minutes, bufferMinutes }) => `${minutes}+${bufferMinutes}`)).size > 1;
}
