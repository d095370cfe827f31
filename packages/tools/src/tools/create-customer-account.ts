import { z } from "zod";
import type { Calendar } from "../booking/calendar.js";
import { localTime } from "../booking/slots.js";
import { ToolError } from "../errors.js";
import { requireFewMisses, type IdentityPolicy } from "../identity/access.js";
import { customerIdOf, emailSchema, nameSchema, phoneSchema } from "../identity/fields.js";
import type { Clock, Documents, Stored } from "../ports.js";
import { customerByClaim, emailClaim, phoneClaim, tellCustomer } from "../shop/customers.js";
import type { Customer } from "../shop/records.js";
import { defineTool, type Reply } from "../tool.js";

interface CreateAccountPorts {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly calendar: Calendar;
  /** `one` if absent. */
  readonly identityPolicy?: IdentityPolicy;
}

const TOOL = "create_customer_account";

/** Opens an account, and identifies the caller by it. An account that is there already shows and proves nothing. */
export function createCustomerAccount(ports: CreateAccountPorts) {
  const { documents, clock, calendar, identityPolicy: policy = "one" } = ports;
  return defineTool({
    name: TOOL,
    description:
      "Open an account for a new customer, once the caller has given name, phone number and e-mail address and has " +
      "confirmed them read back. Not for somebody who has an account: use find_customer.",
    label: "Opening an account",
    kind: "write",
    schema: z.object({
      name: nameSchema("Full name."),
      phone: phoneSchema("Phone number, as the caller said it."),
      email: emailSchema("E-mail address."),
    }),
    async run({ name, phone, email }, { caller, writeKey }): Promise<Reply> {
      const now = clock();
      // Where only the site says who is who, and for the staff, an account opened here is nobody's.
      const proves = policy !== "signed-in" && caller.scope !== "staff";
      const replyOf = ({ id, body }: Pick<Stored<Customer>, "id" | "body">): Reply => ({
        result: body.lastWrite?.result,
        ...(proves && { identity: { customerId: id, by: "account", at: now } }),
      });
      const done = await customerByClaim(documents, writeKey);
      if (done !== undefined) return replyOf(done);
      // That an account exists is something to guess at, too.
      requireFewMisses(caller);
      const id = customerIdOf(await documents.next("customers"));
      const customer: Customer = { name, phone, email, joined: localTime(calendar, now).toFormat("yyyy-MM-dd") };
      const result = { success: true, customer: tellCustomer(id, customer) };
      const claims = [phoneClaim(phone), emailClaim(email), writeKey];
      const draft = { id, claims, body: { ...customer, lastWrite: { tool: TOOL, result } } };
      if ((await documents.insert("customers", draft)) === "done") return replyOf(draft);
      // The same call at the same moment came first, or the phone number or address is somebody's.
      const twin = await customerByClaim(documents, writeKey);
      if (twin !== undefined) return replyOf(twin);
      throw new ToolError(
        "conflict",
        "An account with that phone number or e-mail address already exists: look it up with find_customer.",
        { miss: true },
      );
    },
  });
}
