import type { Caller } from "../caller.js";
import { ToolError } from "../errors.js";
import type { Documents, Stored } from "../ports.js";
import type { Appointment } from "../shop/records.js";

/**
 * What proves who a caller is. `one`: the phone number or the e-mail address on file; `two`: both, or one of them and
 * the full name; `signed-in`: only what the site's own server said.
 */
export const IDENTITY_POLICIES = ["one", "two", "signed-in"] as const;
export type IdentityPolicy = (typeof IDENTITY_POLICIES)[number];

/** After so many misses a session may not search for customers again. */
export const MAX_MISSES = 5;

/** Whether the session may see and change this customer's data. */
export function isAllowed(caller: Caller, customerId: string): boolean {
  return caller.scope === "staff" || caller.identity?.customerId === customerId;
}

/** Throws `not_allowed` unless the session may see and change this customer's data, whether or not there is one. */
export function requireAccess(caller: Caller, customerId: string): void {
  if (isAllowed(caller, customerId)) return;
  throw notIdentified("that customer");
}

/** Throws `not_found` when the staff asks for what a customer has whom there is not: what was found of them is nothing. */
export async function requireKnown(documents: Documents, caller: Caller, customerId: string): Promise<void> {
  if (caller.scope !== "staff" || (await documents.get("customers", customerId)) !== undefined) return;
  throw new ToolError("not_found", `Customer not found: nobody has the number ${customerId}.`);
}

function notIdentified(whom: string): ToolError {
  return new ToolError(
    "not_allowed",
    `The caller is not identified as ${whom}: ask for the phone number or e-mail address on file ` +
      "and call find_customer with it first.",
  );
}

/**
 * The appointment, if the session may see and change it. Throws `not_allowed` when nobody was identified, and
 * `not_found` alike for one of somebody else's and for one that there is not.
 */
export async function requireAppointment(
  documents: Documents,
  caller: Caller,
  id: string,
): Promise<Stored<Appointment>> {
  if (caller.scope !== "staff" && caller.identity === undefined) throw notIdentified("a customer");
  const found = await documents.get("appointments", id);
  if (found !== undefined && isAllowed(caller, found.body.customerId)) return found;
  throw new ToolError(
    "not_found",
    `Appointment not found: the caller has none with the number ${id}. Use the ids that get_appointments gives.`,
  );
}

/** Throws `not_allowed` when the session has guessed too often. */
export function requireFewMisses(caller: Caller): void {
  if (caller.scope === "staff" || caller.misses < MAX_MISSES) return;
  throw new ToolError(
    "not_allowed",
    "There were too many attempts to find a customer in this call: apologise and offer other help.",
  );
}
