import { createHash } from "node:crypto";
import { join } from "node:path";
import { openEmbeddedStore } from "@bean-brew/relay";
import type { StartData } from "@bean-brew/widget/protocol";
import { expect, it } from "vitest";
import { makeCall } from "./call.js";
import { openHouse } from "./house.js";
import { openScriptedAgent } from "./scripted-agent.js";

const SECRET = "the shop's own secret";
const SITES = JSON.stringify([
  {
    id: "shop",
    key: "pk_shop",
    origins: ["https://shop.example"],
    secretSha256: createHash("sha256").update(SECRET).digest("hex"),
  },
]);

const openShop = async () => {
  const agent = await openScriptedAgent();
  const house = await openHouse({ agentUrl: agent.url, env: { RELAY_SITES: SITES } });
  const callAs = async (who: object, start?: StartData) => {
    const response = await fetch(`${house.url}/api/session`, {
      method: "POST",
      headers: { authorization: `Bearer ${SECRET}`, "content-type": "application/json" },
      body: JSON.stringify(who),
    });
    const { token, url } = (await response.json()) as { token: string; url: string };
    const begun = agent.conversation();
    const call = makeCall(url, start, { token });
    return { call, conversation: await begun };
  };
  return {
    house,
    callAs,
    [Symbol.asyncDispose]: async () => {
      await house[Symbol.asyncDispose]();
      await agent[Symbol.asyncDispose]();
    },
  };
};

it("the staff's own template is for the staff, and for everybody else is not offered", async () => {
  await using shop = await openShop();
  const staff = await shop.callAs({ staff: true }, { template: "Staff desk" });
  expect(await staff.call.next("session_started")).toMatchObject({ agent: { name: "Staff desk" } });
  const offered = staff.conversation.functions.map(({ name }) => name);
  expect(offered).toContain("update_appointment_status");
  expect(offered).not.toContain("create_customer_account");
  // No proof of who the customer is: it is not the customer who speaks.
  expect(await staff.conversation.calls("find_customer", { customer_id: "CUST0001" })).toMatchObject({
    id: "CUST0001",
    name: "Maya Torres",
  });
  expect(await staff.conversation.calls("cancel_appointment", { appointment_id: "APT0002" })).toMatchObject({
    confirmation_required: true,
  });
  staff.call.hangUp();

  const customer = await shop.callAs({ customerId: "CUST0001" }, { template: "staff-desk" });
  expect(await customer.call.next("session_started")).toMatchObject({ agent: { name: "Bean & Brew" } });
  expect(await customer.call.next("warning")).toMatchObject({ code: "unknown_template" });
  expect(customer.conversation.functions.map(({ name }) => name)).not.toContain("update_appointment_status");
  customer.call.hangUp();
});

it("only a session of the staff sets an appointment's status, and it stands in the store", async () => {
  await using shop = await openShop();
  const { house, callAs } = shop;
  const done = { appointment_id: "APT0002", new_status: "Completed" };

  const customer = await callAs({ customerId: "CUST0001" });
  expect(customer.conversation.functions.map(({ name }) => name)).not.toContain("update_appointment_status");
  expect(await customer.conversation.calls("update_appointment_status", done)).toMatchObject({ code: "unknown_tool" });
  customer.call.hangUp();

  const staff = await callAs({ staff: true });
  expect(staff.conversation.functions.map(({ name }) => name)).toContain("update_appointment_status");
  expect(await staff.conversation.calls("update_appointment_status", done)).toMatchObject({
    message: expect.stringContaining("updated") as string,
    appointment: { id: "APT0002", customer_name: "Maya Torres", status: "Completed" },
  });
  staff.call.hangUp();

  const store = await openEmbeddedStore(join(house.dataDir, "store"));
  const stored = await store.documents.get("appointments", "APT0002");
  await store.close();
  expect(stored?.body.status).toBe("Completed");
  expect(stored?.claims.filter((claim) => claim.startsWith("slot:"))).toEqual([]);
});
