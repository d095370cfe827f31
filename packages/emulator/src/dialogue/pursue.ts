import { pursueAccount } from "./account.js";
import { pursueAppointments, pursueCancel, pursueMove } from "./appointments.js";
import { pursueBooking } from "./booking.js";
import { pursueIdentify } from "./identify.js";
import type { LocalTime } from "./local-time.js";
import { pursueOrders, pursueQuestion, pursueTopics } from "./lookups.js";
import { pursueSlots } from "./slots.js";
import { pursueStatus } from "./staff.js";
import { call, finish, offers, type Goal, type Next, type State } from "./state.js";

/** What comes next for a request, from what is known. */
export function pursue(goal: Goal, state: State, now: LocalTime): Next {
  switch (goal.is) {
    case "book":
      return pursueBooking(goal, state, now);
    case "slots":
      return pursueSlots(state, now);
    case "move":
      return pursueMove(goal, state, now);
    case "cancel":
      return pursueCancel(goal, state);
    case "appointments":
      return pursueAppointments(state);
    case "account":
      return pursueAccount(goal, state);
    case "identify":
      return pursueIdentify(state);
    case "orders":
      return pursueOrders(state);
    case "question":
      return pursueQuestion(goal.query, state);
    case "topics":
      return pursueTopics(state);
    case "status":
      return pursueStatus(goal, state);
    case "goodbye":
      return offers(state, "end_call")
        ? call("end_call", { farewell_type: goal.farewell })
        : finish("Goodbye, and have a good day.");
  }
}
