import type { Card } from "@bean-brew/widget/protocol";

/**
 * The latest write that made or changed a record, with what was told of it. Its key is one of the record's
 * claims, so a write that is asked again is answered from here for as long as nothing changed the record since.
 */
export interface LastWrite {
  readonly tool: string;
  readonly result: unknown;
  readonly card?: Card;
}

export interface Customer {
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  /** Lower case. */
  readonly email: string;
  /** The shop's local date, `YYYY-MM-DD`. */
  readonly joined: string;
  readonly lastWrite?: LastWrite;
}

export type AppointmentStatus = "Scheduled" | "Completed" | "Cancelled";

export interface Appointment {
  readonly customerId: string;
  readonly customerName: string;
  /** ISO 8601 in UTC. */
  readonly start: string;
  /** ISO 8601 in UTC. */
  readonly end: string;
  readonly service: string;
  readonly status: AppointmentStatus;
  readonly lastWrite?: LastWrite;
}

export interface OrderLine {
  readonly name: string;
  readonly quantity: number;
  /** Of one piece, in cents. */
  readonly priceCents: number;
}

export interface Order {
  readonly customerId: string;
  readonly customerName: string;
  /** ISO 8601 in UTC. */
  readonly placed: string;
  readonly lines: readonly OrderLine[];
  readonly status: "Pending" | "Shipped" | "Delivered" | "Cancelled";
}
