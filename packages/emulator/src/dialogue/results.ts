import { takeAccount } from "./account.js";
import { takeAppointments, takeCancel, takeMove } from "./appointments.js";
import { takeBooking } from "./booking.js";
import { takeCustomer } from "./identify.js";
import type { LocalTime } from "./local-time.js";
import { takeKnowledge, takeOrders, takeTopics } from "./lookups.js";
import { parsed, textIn } from "./result.js";
import { sayError } from "./saying.js";
import { takeSlots } from "./slots.js";
import { takeStatus } from "./staff.js";
import { done, goOn, type Answer, type Goal, type State, type Taken } from "./state.js";

/** The requests that a function is called for. */
const CALLED_FOR: Partial<Record<string, readonly Goal["is"][]>> = {
  create_customer_account: ["account"],
  check_availability: ["book", "slots", "move"],
  create_appointment: ["book"],
  get_appointments: ["appointments", "move", "cancel"],
  reschedule_appointment: ["move"],
  cancel_appointment: ["cancel"],
  get_orders: ["orders"],
  search_knowledge_base: ["question"],
  get_best_answer: ["question"],
  get_knowledge_base_topics: ["topics"],
  update_appointment_status: ["status"],
  end_call: ["goodbye"],
};

/** The request that a call was made for, if it is still in hand. */
export function goalOf({ name, arguments: args }: Answer, goals: readonly Goal[]): Goal | undefined {
  const kinds = CALLED_FOR[name] ?? [];
  return goals.find((goal) => kinds.includes(goal.is) && (goal.is !== "question" || goal.query === args["query"]));
}

/** Takes up what a function has answered. A failed one is told in its own sentence; nothing is made up. */
export function take(state: State, answer: Answer, now: LocalTime): Taken {
  const result = parsed(answer.content);
  const error = textIn(result, "error");
  const goal = goalOf(answer, state.goals);
  switch (answer.name) {
    case "find_customer":
      return takeCustomer(state, answer, result, error);
    case "create_customer_account":
      return takeAccount(state, result, error);
    case "check_availability":
      return takeSlots(state, goal, result, error, now);
    case "create_appointment":
      return takeBooking(state, result, error, now);
    case "get_appointments":
      return takeAppointments(state, goal, result, error, now);
    case "reschedule_appointment":
      return takeMove(state, result, error, now);
    case "cancel_appointment":
      return takeCancel(state, result, error);
    case "get_orders":
      return takeOrders(state, result, error);
    case "search_knowledge_base":
    case "get_best_answer":
      return takeKnowledge(state, answer, result, error, now);
    case "get_knowledge_base_topics":
      return takeTopics(state, result, error);
    case "update_appointment_status":
      return takeStatus(state, result, error);
    case "end_call":
      return error === undefined
        ? done({ ...state, ended: true }, textIn(result, "message") ?? "Goodbye.")
        : done(state, sayError(error));
    default:
      return goOn(state);
  }
}
