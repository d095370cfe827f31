import type { Outcome } from "../answer.js";
import type { Documents } from "../ports.js";
import { fakeShop, type FakeCall, type FakeShop } from "./fake-shop.js";

/** What Maya asks for when she books Tuesday at ten. */
export const TEN = { customer_id: "CUST0001", date: "2026-11-24T10:00", service: "Consultation" };

/** A call whose caller is known to be Maya. */
export async function openMaya(shop: FakeShop, sessionId?: string): Promise<FakeCall> {
  const call = shop.openCall(sessionId === undefined ? {} : { sessionId });
  await call("find_customer", { phone: "212 555 0142" });
  return call;
}

/** A shop in which Maya has an appointment on Tuesday at ten. */
export async function booked(options: { documents?: Documents } = {}) {
  const shop = await fakeShop(options);
  const call = await openMaya(shop);
  const { id } = (await call("create_appointment", TEN)).result as { id: string };
  const holds = async (claim: string) => (await shop.documents.find("appointments", { claim }, 1)).length === 1;
  return { shop, call, id, holds };
}

export const errorOf = ({ result }: Outcome): { error: string; code: string } =>
  result as { error: string; code: string };

/** What the same write gives when it is asked again. */
export const replayOf = (first: Outcome): Outcome => ({ ...first, isReplay: true });
