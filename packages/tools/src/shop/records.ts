import { z } from "zod";
import { personal } from "../identity/personal.js";

/** The longest text in a record, in characters. */
const MAX_TEXT = 300;
/** The most lines of an order. */
const MAX_LINES = 200;

const text = z.string().max(MAX_TEXT);
const instant = z.iso.datetime();

const card = z.object({
  kind: text,
  title: text,
  text,
  event: z.object({ start: text, end: text, title: text }).readonly().optional(),
});

/**
 * The latest write that made or changed a record, with what was told of it. Its key is one of the record's
 * claims, so a write that is asked again is answered from here for as long as nothing changed the record since.
 */
const lastWrite = personal(z.object({ tool: text, result: z.unknown(), card: card.readonly().optional() }).readonly());

const customer = z
  .object({
    name: personal(text),
    /** E.164. */
    phone: personal(text),
    /** Lower case. */
    email: personal(text),
    /** The shop's local date, `YYYY-MM-DD`. */
    joined: z.iso.date(),
    lastWrite: lastWrite.optional(),
  })
  .readonly();

export const APPOINTMENT_STATUSES = ["Scheduled", "Completed", "Cancelled"] as const;

const appointment = z
  .object({
    customerId: text,
    customerName: personal(text),
    /** ISO 8601 in UTC. */
    start: instant,
    /** ISO 8601 in UTC. */
    end: instant,
    service: text,
    status: z.enum(APPOINTMENT_STATUSES),
    lastWrite: lastWrite.optional(),
  })
  .readonly();

const orderLine = z
  .object({
    name: text,
    quantity: z.int().min(0),
    /** Of one piece, in cents. */
    priceCents: z.int(),
  })
  .readonly();

const order = z
  .object({
    customerId: text,
    customerName: personal(text),
    /** ISO 8601 in UTC. */
    placed: instant,
    lines: z.array(orderLine).max(MAX_LINES).readonly(),
    status: z.enum(["Pending", "Shipped", "Delivered", "Cancelled"]),
  })
  .readonly();

/** What each collection's documents hold: checked when they are brought in from elsewhere, and what of it is personal. */
export const RECORDS = { customers: customer, appointments: appointment, orders: order } as const;

export type LastWrite = z.infer<typeof lastWrite>;
export type Customer = z.infer<typeof customer>;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];
export type Appointment = z.infer<typeof appointment>;
export type OrderLine = z.infer<typeof orderLine>;
export type Order = z.infer<typeof order>;
