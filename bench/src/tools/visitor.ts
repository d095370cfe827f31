import { answer, defaultCalendar, shopTools, type Documents, type Passage } from "@bean-brew/tools";
import { fakeKnowledge } from "@bean-brew/tools/testing";
import { customerOf, NOW, phoneOf } from "./shop-data.js";

/** A step of a visit: which tool, and with what. */
type Step = readonly [tool: string, args: Readonly<Record<string, unknown>>];
type Told = Readonly<Record<string, unknown>>;

const HOURS: Passage = {
  id: "hours",
  title: "Hours",
  question: "When are you open?",
  answer: "From nine to five.",
  topic: "Visits",
  source: "hours.md",
  score: 0.9,
};

export interface Visitor {
  /** One visit that calls each tool, and gives back what it takes away; tells how long each call took, in ms. */
  visit(number: number): Promise<readonly (readonly [tool: string, ms: number])[]>;
}

/** A caller of a shop with so many customers. Each visit is a session of its own, so that nothing is replayed. */
export const visitorOf = (documents: Documents, customers: number, name: string, now: () => number): Visitor => {
  const calendar = defaultCalendar("America/New_York");
  // The knowledge base has a bench of its own: what is measured here is the tools.
  const tools = shopTools({ documents, knowledge: fakeKnowledge([HOURS]), clock: () => NOW, calendar });
  return {
    async visit(number) {
      const took: [string, number][] = [];
      const customer = 1 + ((number * 7_919) % customers);
      const customer_id = customerOf(customer);
      const caller = { sessionId: `${name}-${number}`, scope: "staff", misses: 0, userTurn: 1 } as const;
      const call = async (...[tool, args]: Step): Promise<Told> => {
        const startedAt = now();
        const request = { id: "bench", name: tool, arguments: JSON.stringify(args) };
        const { ok, result } = await answer(tools, request, caller, new AbortController().signal);
        took.push([tool, now() - startedAt]);
        if (!ok) throw new Error(`${tool} failed: ${JSON.stringify(result)}`);
        return result as Told;
      };
      await call("find_customer", { phone: phoneOf(customer) });
      await call("get_appointments", { customer_id });
      await call("get_orders", { customer_id });
      await call("check_availability", { start_date: "2026-11-24" });
      await call("create_customer_account", {
        name: "Ada Lovelace",
        phone: `+1646${2_000_000 + number}`,
        email: `ada.${number}@example.com`,
      });
      const first = await call("create_appointment", { customer_id, date: "2026-11-30T10:00", service: "Review" });
      await call("reschedule_appointment", { appointment_id: first["id"], new_date: "2026-11-30T11:00" });
      await call("cancel_appointment", { appointment_id: first["id"] });
      const second = await call("create_appointment", { customer_id, date: "2026-11-30T12:00", service: "Review" });
      await call("update_appointment_status", { appointment_id: second["id"], new_status: "Completed" });
      await call("search_knowledge_base", { query: "When are you open?" });
      await call("get_best_answer", { query: "When are you open?" });
      await call("get_knowledge_base_topics", {});
      await call("agent_filler", { message_type: "lookup" });
      await call("end_call", { farewell_type: "thanks" });
      return took;
    },
  };
};
