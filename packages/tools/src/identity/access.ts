import type { Caller } from "../caller.js";
import { ToolError } from "../errors.js";

/** After so many misses a session may not search for customers again. */
export const MAX_MISSES = 5;

/** Whether the session may see and change this customer's data. */
export function isAllowed(caller: Caller, customerId: string): boolean {
  return caller.scope === "staff" || caller.identity?.customerId === customerId;
}

/** Throws `not_allowed` unless the session may see and change this customer's data, whether or not there is one. */
export function requireAccess(caller: Caller, customerId: string): void {
  if (isAllowed(caller, customerId)) return;
  throw new ToolError(
    "not_allowed",
    "The caller is not identified as that customer: ask for the phone number or e-mail address on file " +
      "and call find_customer with it first.",
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
