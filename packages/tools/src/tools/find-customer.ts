import { z } from "zod";
import type { Caller, Identity } from "../caller.js";
import { ToolError } from "../errors.js";
import { isAllowed, requireFewMisses } from "../identity/access.js";
import { customerIdSchema, emailSchema, nameSchema, phoneSchema } from "../identity/fields.js";
import type { Clock, Documents, Stored } from "../ports.js";
import { customerByClaim, emailClaim, phoneClaim, tellCustomer } from "../shop/customers.js";
import type { Customer } from "../shop/records.js";
import { defineTool, type Reply } from "../tool.js";

const schema = z
  .object({
    phone: phoneSchema("Phone number on file, as the caller said it.").optional(),
    email: emailSchema("E-mail address on file.").optional(),
    customer_id: customerIdSchema("Customer number, such as CUST0042. It does not identify anybody.").optional(),
    name: nameSchema("The caller's full name; never enough alone.").optional(),
  })
  .refine((args) => args.phone !== undefined || args.email !== undefined || args.customer_id !== undefined, {
    error: "phone, email or customer_id is required: ask the caller for the phone number or e-mail address on file",
  });

/** Identifies the caller by what only they should know: the phone number or e-mail address on file. */
export function findCustomer({ documents, clock }: { documents: Documents; clock: Clock }) {
  return defineTool({
    name: "find_customer",
    description:
      "Look up the caller's account by the phone number or e-mail address on file, before anything that concerns " +
      "their appointments, orders or account. Ask the caller for it; never make one up. A customer number alone " +
      "gives only a first name and does not identify the caller.",
    label: "Looking up the account",
    kind: "read",
    schema,
    async run(args, { caller }) {
      requireFewMisses(caller);
      if (args.phone === undefined && args.email === undefined && args.customer_id !== undefined) {
        return byNumber(await documents.get("customers", args.customer_id), caller);
      }
      const found = await byContact(documents, args);
      if (found === undefined) throw notFound();
      const identity: Identity = { customerId: found.customer.id, by: found.by, at: clock() };
      return { result: tellCustomer(found.customer.id, found.customer.body), identity };
    },
  });
}

async function byContact(
  documents: Documents,
  { phone, email }: { phone?: string | undefined; email?: string | undefined },
): Promise<{ customer: Stored<Customer>; by: "phone" | "email" } | undefined> {
  if (phone !== undefined) {
    const customer = await customerByClaim(documents, phoneClaim(phone));
    if (customer !== undefined) return { customer, by: "phone" };
  }
  if (email !== undefined) {
    const customer = await customerByClaim(documents, emailClaim(email));
    if (customer !== undefined) return { customer, by: "email" };
  }
  return undefined;
}

/** A number is no proof: unless the caller is known to be that customer, it gives a first name and is a miss. */
function byNumber(customer: Stored<Customer> | undefined, caller: Caller): Reply {
  if (customer === undefined) throw notFound();
  if (isAllowed(caller, customer.id)) return { result: tellCustomer(customer.id, customer.body) };
  const [firstName] = customer.body.name.split(" ");
  return { result: { id: customer.id, name: firstName, identified: false }, miss: true };
}

function notFound(): ToolError {
  const sentence = "Customer not found: check the phone number or e-mail address with the caller.";
  return new ToolError("not_found", sentence, { miss: true });
}
