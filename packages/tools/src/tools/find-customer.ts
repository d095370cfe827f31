import { z } from "zod";
import type { Caller } from "../caller.js";
import { ToolError } from "../errors.js";
import { isAllowed, requireFewMisses, type IdentityPolicy } from "../identity/access.js";
import { customerIdSchema, emailSchema, nameSchema, phoneSchema } from "../identity/fields.js";
import type { Clock, Documents, Stored } from "../ports.js";
import { customerByClaim, emailClaim, phoneClaim, tellCustomer } from "../shop/customers.js";
import type { Customer } from "../shop/records.js";
import { defineTool, type Reply } from "../tool.js";

type Given = Partial<Record<"phone" | "email" | "name", string | undefined>>;

export interface FindCustomerPorts {
  readonly documents: Documents;
  readonly clock: Clock;
  /** `one` if absent. */
  readonly identityPolicy?: IdentityPolicy;
}

const ASKED_FOR: Readonly<Record<IdentityPolicy, string>> = {
  one: "the phone number or e-mail address on file",
  two: "the phone number and the e-mail address on file, or one of them and the full name",
  "signed-in": "the phone number or e-mail address on file, if the caller is signed in on the website",
};

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

/** Identifies the caller by what only they should know; how much of it is asked for is the policy's. */
export function findCustomer({ documents, clock, identityPolicy: policy = "one" }: FindCustomerPorts) {
  return defineTool({
    name: "find_customer",
    description:
      `Look up the caller's account by ${ASKED_FOR[policy]}, before anything that concerns their appointments, orders ` +
      "or account. Ask the caller for it; never make one up. A customer number alone gives only a first name and does " +
      "not identify the caller.",
    label: "Looking up the account",
    kind: "read",
    guesses: true,
    schema,
    async run(args, { caller }) {
      requireFewMisses(caller);
      const { phone, email } = args;
      if (phone === undefined && email === undefined) {
        const { customer_id: id } = args;
        return byNumber(id === undefined ? undefined : await documents.get("customers", id), caller);
      }
      if (caller.scope !== "staff") requireProof(policy, args, caller);
      // Both are always looked up, so that the time says nothing of which was wrong.
      const [phones, emails] = await Promise.all([
        phone === undefined ? undefined : customerByClaim(documents, phoneClaim(phone)),
        email === undefined ? undefined : customerByClaim(documents, emailClaim(email)),
      ]);
      const found = phones ?? emails;
      if (found === undefined || !isProved(policy, caller, args, [phones, emails])) throw notFound();
      const told = { result: tellCustomer(found.id, found.body), concerns: found.id };
      if (policy === "signed-in" || caller.scope === "staff") return told;
      return { ...told, identity: { customerId: found.id, by: phones ? "phone" : "email", at: clock() } };
    },
  });
}

/** Throws `ToolError` when so much as was given proves nothing, whatever is on file. */
function requireProof(policy: IdentityPolicy, { phone, email, name }: Given, caller: Caller): void {
  if (policy === "signed-in" && caller.identity === undefined) {
    throw new ToolError(
      "not_allowed",
      "Here only customers who are signed in on the website can be looked up: ask the caller to sign in there.",
    );
  }
  if (policy === "two" && [phone, email, name].filter((each) => each !== undefined).length < 2) {
    const missing = phone === undefined ? "phone" : "email";
    throw new ToolError(
      "invalid_arguments",
      `${missing} is required, or name: one thing on file is not enough here; ask the caller for another.`,
    );
  }
}

/** Whether what was found is the caller's, by what was given. */
function isProved(
  policy: IdentityPolicy,
  caller: Caller,
  { name }: Given,
  [byPhone, byEmail]: readonly (Stored<Customer> | undefined)[],
): boolean {
  const found = byPhone ?? byEmail;
  if (found === undefined) return false;
  if (caller.scope === "staff") return true;
  switch (policy) {
    case "one":
      return true;
    case "two":
      return byPhone?.id === byEmail?.id || (name !== undefined && isSameName(name, found.body.name));
    case "signed-in":
      return isAllowed(caller, found.id);
  }
}

/** Names are compared without case, accents and what is between the words. */
function isSameName(given: string, onFile: string): boolean {
  const plain = (name: string): string =>
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return plain(given) !== "" && plain(given) === plain(onFile);
}

/** A number is no proof: unless the caller is known to be that customer, it gives a first name and is a miss. */
function byNumber(customer: Stored<Customer> | undefined, caller: Caller): Reply {
  if (customer === undefined) throw notFound();
  const { id } = customer;
  if (isAllowed(caller, id)) return { result: tellCustomer(id, customer.body), concerns: id };
  const [firstName] = customer.body.name.split(" ");
  return { result: { id, name: firstName, identified: false }, concerns: id, miss: true };
}

function notFound(): ToolError {
  const sentence = "Customer not found: check the phone number or e-mail address with the caller.";
  return new ToolError("not_found", sentence, { miss: true });
}
