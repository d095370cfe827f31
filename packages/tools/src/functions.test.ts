import { expect, it } from "vitest";
import { z } from "zod";
import { defaultCalendar } from "./booking/calendar.js";
import { functionsOf } from "./functions.js";
import { fakeShop } from "./testing/fake-shop.js";
import { defineTool } from "./tool.js";

const id = { type: "string", maxLength: 40 };
const phone = { type: "string", maxLength: 100 };
const date = { type: "string", maxLength: 40 };
const name = { type: "string", maxLength: 120 };
const email = { type: "string", maxLength: 254 };
const choice = (...values: string[]) => ({ type: "string", maxLength: 80, enum: values });

/** What the agent is sent, without the descriptions: a change here changes what models write. */
const OFFERED = {
  find_customer: [{ phone, email, customer_id: id, name }, undefined],
  create_customer_account: [{ name, phone, email }, ["name", "phone", "email"]],
  get_orders: [{ customer_id: id }, ["customer_id"]],
  check_availability: [{ start_date: date, end_date: date }, ["start_date"]],
  create_appointment: [
    { customer_id: id, date, service: choice("Consultation", "Follow-up", "Review", "Planning") },
    ["customer_id", "date", "service"],
  ],
  get_appointments: [{ customer_id: id }, ["customer_id"]],
  reschedule_appointment: [
    { appointment_id: id, new_date: date, new_service: choice("Consultation", "Follow-up", "Review", "Planning") },
    ["appointment_id", "new_date"],
  ],
  cancel_appointment: [{ appointment_id: id }, ["appointment_id"]],
  search_knowledge_base: [{ query: { type: "string", maxLength: 500 } }, ["query"]],
  get_best_answer: [{ query: { type: "string", maxLength: 500 } }, ["query"]],
  get_knowledge_base_topics: [{}, undefined],
  agent_filler: [{ message_type: choice("lookup", "general") }, ["message_type"]],
  end_call: [{ farewell_type: choice("thanks", "general", "help") }, ["farewell_type"]],
};

it("tells the agent of every tool, with a JSON Schema and nothing that is not in it", async () => {
  const functions = functionsOf((await fakeShop()).tools, "public");
  const withoutDescriptions = Object.fromEntries(
    functions.map(({ name, parameters }) => {
      const text = JSON.stringify(parameters, (key, value: unknown) => (key === "description" ? undefined : value));
      return [name, JSON.parse(text) as unknown];
    }),
  );
  expect(withoutDescriptions).toEqual(
    Object.fromEntries(
      Object.entries(OFFERED).map(([name, [properties, required]]) => [
        name,
        { type: "object", properties, ...(required && { required }) },
      ]),
    ),
  );
});

it("describes every tool and every parameter, and waits for the end of the turn before what is final", async () => {
  const functions = functionsOf((await fakeShop()).tools, "public");
  for (const { description, parameters } of functions) {
    expect(description.length).toBeGreaterThan(40);
    for (const each of Object.values(parameters["properties"] as object)) {
      expect(each).toMatchObject({ description: expect.stringMatching(/\.$/) });
    }
  }
  expect(functions.filter((each) => each.defer_until_eot).map(({ name }) => name)).toEqual([
    "create_customer_account",
    "create_appointment",
    "reschedule_appointment",
    "cancel_appointment",
    "end_call",
  ]);
});

it("has the staff's own tool, and asks what an appointment is for where that makes a difference", async () => {
  const { tools } = await fakeShop();
  const update = functionsOf(tools, "staff").find(({ name }) => name === "update_appointment_status");
  expect(update).toMatchObject({
    parameters: {
      properties: { appointment_id: id, new_status: choice("Scheduled", "Completed", "Cancelled") },
      required: ["appointment_id", "new_status"],
    },
    defer_until_eot: true,
  });
  const services = [
    { name: "Tasting", minutes: 30, bufferMinutes: 0 },
    { name: "Course", minutes: 120, bufferMinutes: 0 },
  ];
  const unlike = await fakeShop({ calendar: { ...defaultCalendar("America/New_York"), services } });
  const check = functionsOf(unlike.tools, "public").find(({ name }) => name === "check_availability");
  expect(check).toMatchObject({ parameters: { properties: { service: choice("Tasting", "Course") } } });
});

it("offers what is for the staff to the staff only", () => {
  const schema = z.object({});
  const run = () => ({ result: null });
  const tools = [defineTool({ name: "t", description: "", label: "", kind: "read", scope: "staff", schema, run })];
  expect(functionsOf(tools, "public")).toEqual([]);
  expect(functionsOf(tools, "staff")).toEqual([
    { name: "t", description: "", parameters: { type: "object", properties: {} } },
  ]);
});
