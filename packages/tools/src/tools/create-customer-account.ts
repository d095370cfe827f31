import { z } from "zod";
import type { Calendar } from "../booking/calendar.js";
import { localTime } from "../booking/slots.js";
import type { Caller } from "../caller.js";
import { ToolError } from "../errors.js";
import { requireFewMisses, type IdentityPolicy } from "../identity/access.js";
import { customerIdOf, emailSchema, nameSchema, phoneSchema } from "../identity/fields.js";
import type { Clock, Documents, Stored } from "../ports.js";
import { customerByClaim, emailClaim, phoneClaim, tellCustomer } from "../shop/customers.js";
import type { Customer } from "../shop/records.js";
import { insertNumbered } from "../shop/numbered.js";
import { defineTool, type Reply, type ToolContext } from "../tool.js";

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
  const replyOf = ({ id, body }: Pick<Stored<Customer>, "id" | "body">, caller: Caller): Reply => {
    // Where only the site says who is who, and for the staff, an account opened here is nobody's.
    const proves = policy !== "signed-in" && caller.scope !== "staff";
    return {
      result: body.lastWrite?.result,
      concerns: id,
      ...(proves && { identity: { customerId: id, by: "account", at: clock() } }),
    };
  };
  const doneBefore = async ({ caller, writeKey }: ToolContext): Promise<Reply | undefined> => {
    const found = await customerByClaim(documents, writeKey);
    return found && { ...replyOf(found, caller), isReplay: true };
  };
  return defineTool({
    name: TOOL,
    description:
      "Open an account for a new customer, once the caller has given name, phone number and e-mail address and has " +
      "confirmed them read back. Not for somebody who has an account: use find_customer.",
    label: "Opening an account",
    kind: "write",
    guesses: true,
    schema: z.object({
      name: nameSchema("Full name."),
      phone: phoneSchema("Phone number, as the caller said it."),
      email: emailSchema("E-mail address."),
    }),
    done: doneBefore,
    async run({ name, phone, email }, context): Promise<Reply> {
      const { caller, writeKey } = context;
      const now = clock();
      const done = await doneBefore(context);
      if (done !== undefined) return done;
      // That an account exists is something to guess at, too.
      requireFewMisses(caller);
      const customer: Customer = { name, phone, email, joined: localTime(calendar, now).toFormat("yyyy-MM-dd") };
      const claims = [phoneClaim(phone), emailClaim(email), writeKey];
      const inserted = await insertNumbered(documents, "customers", customerIdOf, (id) => {
        const result = { success: true, customer: tellCustomer(id, customer) };
        return { id, claims, body: { ...customer, lastWrite: { tool: TOOL, result } } };
      });
      if (inserted !== undefined) return replyOf(inserted, caller);
      // The same call at the same moment came first, or the phone number or address is somebody's.
      const twin = await doneBefore(context);
      if (twin !== undefined) return twin;
      throw new ToolError(
        "conflict",
        "An account with that phone number or e-mail address already exists: look it up with find_customer.",
        { miss: true },
      );
    },
  });
}
