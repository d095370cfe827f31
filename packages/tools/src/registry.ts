import type { Calendar } from "./booking/calendar.js";
import type { IdentityPolicy } from "./identity/access.js";
import type { Clock, Documents, KnowledgeBase } from "./ports.js";
import type { Tool } from "./tool.js";
import { agentFiller } from "./tools/agent-filler.js";
import { cancelAppointment } from "./tools/cancel-appointment.js";
import { checkAvailability } from "./tools/check-availability.js";
import { createAppointment } from "./tools/create-appointment.js";
import { createCustomerAccount } from "./tools/create-customer-account.js";
import { endCall } from "./tools/end-call.js";
import { findCustomer } from "./tools/find-customer.js";
import { getAppointments } from "./tools/get-appointments.js";
import { getOrders } from "./tools/get-orders.js";
import { rescheduleAppointment } from "./tools/reschedule-appointment.js";
import { getBestAnswer } from "./tools/get-best-answer.js";
import { getKnowledgeBaseTopics } from "./tools/get-knowledge-base-topics.js";
import { searchKnowledgeBase } from "./tools/search-knowledge-base.js";
import { updateAppointmentStatus } from "./tools/update-appointment-status.js";

/** What the shop's tools act on. */
export interface ShopPorts {
  readonly documents: Documents;
  readonly knowledge: KnowledgeBase;
  readonly clock: Clock;
  readonly calendar: Calendar;
  /** What proves who a caller is; `one` if absent. */
  readonly identityPolicy?: IdentityPolicy;
}

type CustomerPorts = Pick<ShopPorts, "documents" | "clock" | "calendar" | "identityPolicy">;

export function customerTools(ports: CustomerPorts): readonly Tool[] {
  return [findCustomer(ports), createCustomerAccount(ports), getOrders(ports)];
}

export function bookingTools(ports: Pick<ShopPorts, "documents" | "clock" | "calendar">): readonly Tool[] {
  return [
    checkAvailability(ports),
    createAppointment(ports),
    getAppointments(ports),
    rescheduleAppointment(ports),
    cancelAppointment(ports),
    updateAppointmentStatus(ports),
  ];
}

export function knowledgeTools(ports: Pick<ShopPorts, "knowledge">): readonly Tool[] {
  return [searchKnowledgeBase(ports), getBestAnswer(ports), getKnowledgeBaseTopics(ports)];
}

/** What steers the call itself. */
export const callTools: readonly Tool[] = [agentFiller, endCall];

/** Every tool of the shop. */
export function shopTools(ports: ShopPorts): readonly Tool[] {
  return [...customerTools(ports), ...bookingTools(ports), ...knowledgeTools(ports), ...callTools];
}
