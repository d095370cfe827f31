import { expect, it } from "vitest";
import { z } from "zod";
import { RECORDS } from "../shop/records.js";
import { personal, withoutPersonal } from "./personal.js";

it("marks a field, and no other of the same kind", () => {
  const text = z.string().meta({ description: "A text." });
  const schema = z.object({ name: personal(text), service: text });
  expect(withoutPersonal(schema, { name: "Maya", service: "Consultation" }, "-")).toEqual({
    name: "-",
    service: "Consultation",
  });
  expect(schema.shape.name.meta()).toEqual({ description: "A text." });
});

it("leaves of an appointment what tells nothing of who has it", () => {
  const appointment = {
    customerId: "CUST0001",
    customerName: "Maya Torres",
    start: "2026-11-24T15:00:00Z",
    end: "2026-11-24T15:30:00Z",
    service: "Consultation",
    status: "Scheduled",
    lastWrite: { tool: "create_appointment", result: { name: "Maya Torres" } },
  };
  expect(withoutPersonal(RECORDS.appointments, appointment, null)).toEqual({
    ...appointment,
    customerName: null,
    lastWrite: null,
  });
});
