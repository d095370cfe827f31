import type { AppointmentStatus, Customer, Order, OrderLine } from "./records.js";

/** Telephone numbers 555 01xx are kept free for fiction. */
export const CUSTOMERS: readonly Customer[] = [
  { name: "Maya Torres", phone: "+12125550142", email: "maya.torres@example.com", joined: "2024-03-18" },
  { name: "Daniel Okafor", phone: "+16465550117", email: "daniel@harborlight.example", joined: "2023-09-05" },
  { name: "Priya Raman", phone: "+17185550163", email: "priya.raman@example.com", joined: "2025-01-22" },
  { name: "Lucas Meyer", phone: "+13475550128", email: "lucas@cornerhouse.example", joined: "2022-06-30" },
  { name: "Hannah Lindqvist", phone: "+19175550155", email: "hannah.l@example.com", joined: "2026-02-11" },
];

export interface DemoAppointment {
  readonly email: string;
  readonly service: string;
  readonly status: AppointmentStatus;
  /** Which slot: counted from tomorrow on when it is to come, from yesterday back when it is past. */
  readonly slot: number;
}

export const APPOINTMENTS: readonly DemoAppointment[] = [
  { email: "maya.torres@example.com", service: "Consultation", status: "Completed", slot: 45 },
  { email: "maya.torres@example.com", service: "Follow-up", status: "Scheduled", slot: 19 },
  { email: "daniel@harborlight.example", service: "Planning", status: "Scheduled", slot: 3 },
  { email: "daniel@harborlight.example", service: "Review", status: "Completed", slot: 82 },
  { email: "priya.raman@example.com", service: "Consultation", status: "Scheduled", slot: 12 },
  { email: "lucas@cornerhouse.example", service: "Review", status: "Scheduled", slot: 27 },
  { email: "lucas@cornerhouse.example", service: "Follow-up", status: "Cancelled", slot: 20 },
];

export interface DemoOrder {
  readonly email: string;
  readonly daysAgo: number;
  readonly lines: readonly OrderLine[];
  readonly status: Order["status"];
}

const line = (name: string, quantity: number, priceCents: number): OrderLine => ({ name, quantity, priceCents });

export const ORDERS: readonly DemoOrder[] = [
  {
    email: "maya.torres@example.com",
    daysAgo: 34,
    lines: [line("Foundry, 12 oz", 2, 1700), line("Paper filters, 100", 1, 900)],
    status: "Delivered",
  },
  {
    email: "maya.torres@example.com",
    daysAgo: 2,
    lines: [line("Ethiopia Guji, 12 oz", 1, 2100), line("Foundry, 12 oz", 1, 1700)],
    status: "Shipped",
  },
  {
    email: "daniel@harborlight.example",
    daysAgo: 1,
    lines: [line("Foundry, 5 lb", 6, 5750), line("Slow Hours decaf, 5 lb", 1, 6250)],
    status: "Pending",
  },
  {
    email: "lucas@cornerhouse.example",
    daysAgo: 9,
    lines: [line("Ferry, 5 lb", 4, 5750)],
    status: "Delivered",
  },
  {
    email: "hannah.l@example.com",
    daysAgo: 15,
    lines: [line("Sampler, 4 × 4 oz", 1, 2800)],
    status: "Cancelled",
  },
];
