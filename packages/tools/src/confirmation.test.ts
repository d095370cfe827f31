import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answer } from "./answer.js";
import { confirmed } from "./confirmation.js";
import { functionsOf } from "./functions.js";
import { fakeShop } from "./testing/fake-shop.js";
import { replayOf } from "./testing/maya.js";
import { defineTool } from "./tool.js";

const TEN = { customer_id: "CUST0001", date: "2026-11-24T10:00", service: "Consultation" };
const SLOT = "slot:2026-11-24T15:00:00Z#1";

async function opened() {
  const shop = await fakeShop();
  const tools = confirmed(shop.tools, ["create_appointment", "cancel_appointment", "reschedule_appointment"]);
  const identity = { customerId: "CUST0001", by: "site", at: 0 } as const;
  const ask = (userTurn: number, name: string, args: object, sessionId = "s") =>
    answer(
      tools,
      { id: "1", name, arguments: JSON.stringify(args) },
      { sessionId, scope: "public", identity, misses: 0, userTurn },
      new AbortController().signal,
    );
  const isBooked = async () => (await shop.documents.find("appointments", { claim: SLOT }, 1)).length === 1;
  return { shop, tools, ask, isBooked };
}
const tokenIn = ({ result }: { result: unknown }) => (result as { confirmation: string }).confirmation;

describe("a write that is to be confirmed", () => {
  it("changes nothing at first, tells what is about to happen, and is done once the caller has answered", async () => {
    const { ask, isBooked } = await opened();
    const first = await ask(1, "create_appointment", TEN);
    expect(first).toMatchObject({
      ok: true,
      isPlan: true,
      concerns: "CUST0001",
      result: {
        confirmation_required: true,
        about_to_happen: { date: "2026-11-24T10:00:00-05:00", spoken: "Tuesday the 24th at 10 am" },
        confirmation: expect.stringMatching(/^1-[0-9a-f]{12}$/) as string,
      },
    });
    expect(first.card).toBeUndefined();
    expect(await isBooked()).toBe(false);

    const confirmation = tokenIn(first);
    expect(await ask(1, "create_appointment", { ...TEN, confirmation })).toMatchObject({
      ok: false,
      result: { code: "not_allowed", error: expect.stringContaining("has not answered yet") as string },
    });
    expect(await isBooked()).toBe(false);

    const done = await ask(3, "create_appointment", { ...TEN, confirmation });
    expect(done).toMatchObject({ ok: true, result: { status: "Scheduled" } });
    expect(done.isPlan).toBeUndefined();
    expect(await isBooked()).toBe(true);
    // The same again, a retry: nothing more is done.
    expect(await ask(3, "create_appointment", { ...TEN, confirmation })).toEqual(replayOf(done));
  });

  it("is told again when it was done, also without its token, and planned anew once it was undone", async () => {
    const { ask } = await opened();
    const doConfirmed = async (tool: string, args: object) => {
      const confirmation = tokenIn(await ask(1, tool, args));
      return ask(2, tool, { ...args, confirmation });
    };
    const done = await doConfirmed("create_appointment", TEN);
    expect(await ask(3, "create_appointment", TEN)).toEqual(replayOf(done));
    const { id } = done.result as { id: string };
    const cancelled = await doConfirmed("cancel_appointment", { appointment_id: id });
    expect(cancelled).toMatchObject({ ok: true });
    expect(await ask(3, "cancel_appointment", { appointment_id: id })).toEqual(replayOf(cancelled));
    expect(await ask(3, "create_appointment", TEN)).toMatchObject({ ok: true, isPlan: true });
  });

  it("is told again of an account that was opened by it", async () => {
    const { shop } = await opened();
    const tools = confirmed(shop.tools, ["create_customer_account"]);
    const ann = { name: "Ann Lee", phone: "(415) 555-0199", email: "ann@example.com" };
    const ask = (userTurn: number, args: object) =>
      answer(
        tools,
        { id: "1", name: "create_customer_account", arguments: JSON.stringify(args) },
        { sessionId: "s", scope: "public", misses: 0, userTurn },
        new AbortController().signal,
      );
    const done = await ask(2, { ...ann, confirmation: tokenIn(await ask(1, ann)) });
    expect(done).toMatchObject({ ok: true, identity: { by: "account" } });
    expect(await ask(3, ann)).toEqual(replayOf(done));
  });

  it.each([
    ["another write", { ...TEN, date: "2026-11-24T11:00" }, "s"],
    ["another session", TEN, "t"],
  ])("is not confirmed by the token of %s", async (_what, args, session) => {
    const { ask, isBooked } = await opened();
    const confirmation = tokenIn(await ask(1, "create_appointment", TEN));
    const outcome = await ask(3, "create_appointment", { ...args, confirmation }, session);
    expect(outcome).toMatchObject({ isPlan: true });
    expect(tokenIn(outcome)).not.toBe(confirmation);
    expect(await isBooked()).toBe(false);
  });

  it.each(["yes", "1-000000000000", "99-", "-1-000000000000", "x".repeat(60)])(
    "is not confirmed by what the model made up: %s",
    async (confirmation) => {
      const { ask, isBooked } = await opened();
      expect(await ask(9, "create_appointment", { ...TEN, confirmation })).toMatchObject({ isPlan: true });
      expect(await isBooked()).toBe(false);
    },
  );

  it("is refused as it would be without, before anything is asked", async () => {
    const { ask } = await opened();
    const closed = { ...TEN, date: "2026-11-28T10:00" };
    expect(await ask(1, "create_appointment", closed)).toMatchObject({
      result: { error: expect.stringContaining("closed") as string },
    });
    const theirs = { ...TEN, customer_id: "CUST0002" };
    expect(await ask(1, "create_appointment", theirs)).toMatchObject({ result: { code: "not_allowed" } });
    expect(await ask(1, "cancel_appointment", { appointment_id: "APT0003" })).toMatchObject({
      result: { code: "not_found" },
    });
  });

  it("tells what would become of an appointment that is moved or cancelled", async () => {
    const { ask, shop } = await opened();
    const before = await shop.documents.get("appointments", "APT0002");
    const to = { appointment_id: "APT0002", new_date: TEN.date };
    expect(await ask(1, "reschedule_appointment", to)).toMatchObject({
      result: { about_to_happen: { id: "APT0002", date: "2026-11-24T10:00:00-05:00" } },
    });
    const cancelled = await ask(1, "cancel_appointment", { appointment_id: "APT0002" });
    expect(cancelled).toMatchObject({ result: { about_to_happen: { id: "APT0002", status: "Cancelled" } } });
    expect(await shop.documents.get("appointments", "APT0002")).toEqual(before);
    const confirmation = tokenIn(cancelled);
    expect(await ask(3, "cancel_appointment", { appointment_id: "APT0002", confirmation })).toMatchObject({
      ok: true,
      result: { appointment: { status: "Cancelled" } },
    });
  });

  it("tells its arguments when the tool cannot say more, and does what the tool does", async () => {
    const ran: unknown[] = [];
    const own = defineTool({
      name: "send_sample",
      description: "Send a sample.",
      label: "",
      kind: "write",
      schema: z.object({ beans: z.string() }),
      run: (args) => (ran.push(args), { result: "sent" }),
    });
    const tools = confirmed([own], ["send_sample"]);
    const ask = (userTurn: number, args: object) =>
      answer(
        tools,
        { id: "1", name: "send_sample", arguments: JSON.stringify(args) },
        { sessionId: "s", scope: "public", misses: 0, userTurn },
        new AbortController().signal,
      );
    const first = await ask(1, { beans: "Ethiopia" });
    expect(first).toMatchObject({ result: { about_to_happen: { beans: "Ethiopia" } } });
    expect(ran).toEqual([]);
    await ask(2, { beans: "Ethiopia", confirmation: tokenIn(first) });
    expect(ran).toEqual([{ beans: "Ethiopia" }]);
  });
});

describe("confirmed", () => {
  it("leaves all other tools as they are, and tells the agent of the token where there is one", async () => {
    const { shop, tools } = await opened();
    const named = ["create_appointment", "cancel_appointment", "reschedule_appointment"];
    for (const [index, { name, parameters, description }] of functionsOf(tools, "staff").entries()) {
      const isConfirmed = named.includes(name);
      expect("confirmation" in (parameters["properties"] as object)).toBe(isConfirmed);
      expect(/changes nothing/.test(description)).toBe(isConfirmed);
      if (!isConfirmed) expect(tools[index]).toBe(shop.tools[index]);
    }
    expect(confirmed(shop.tools, [])).toEqual(shop.tools);
  });

  it.each(["get_orders", "no_such_tool"])("cannot confirm what does not write: %s", async (name) => {
    const { shop } = await opened();
    expect(() => confirmed(shop.tools, [name])).toThrow(`${name} is no tool that writes`);
  });
});
