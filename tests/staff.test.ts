import { createHash } from "node:crypto";
import { join } from "node:path";
import { openEmbeddedStore } from "@bean-brew/relay";
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

it("only a session of the staff sets an appointment's status, and it stands in the store", async () => {
  await using agent = await openScriptedAgent();
  await using house = await openHouse({ agentUrl: agent.url, env: { RELAY_SITES: SITES } });
  const callAs = async (who: object) => {
    const response = await fetch(`${house.url}/api/session`, {
      method: "POST",
      headers: { authorization: `Bearer ${SECRET}`, "content-type": "application/json" },
      body: JSON.stringify(who),
    });
    const { token, url } = (await response.json()) as { token: string; url: string };
    const begun = agent.conversation();
    const call = makeCall(url, undefined, { token });
    return { call, conversation: await begun };
  };
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
