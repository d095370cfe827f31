import type { Documents, Stored } from "../ports.js";
import { spokenId, spokenPhone } from "../spoken-numbers.js";
import type { Customer } from "./records.js";

export const phoneClaim = (phone: string): string => `phone:${phone}`;
export const emailClaim = (email: string): string => `email:${email}`;

/** A customer as the model is told of one. */
export interface ToldCustomer {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly joined_date: string;
  /** As a voice says it. */
  readonly spoken: string;
}

export function tellCustomer(id: string, customer: Customer): ToldCustomer {
  const { name, phone, email, joined } = customer;
  const spoken = `${name}, customer number ${spokenId(id)}, phone ${spokenPhone(phone)}`;
  return { id, name, phone, email, joined_date: joined, spoken };
}

/** The one customer who holds a claim: a phone number, an e-mail address, a write. */
export async function customerByClaim(documents: Documents, claim: string): Promise<Stored<Customer> | undefined> {
  return (await documents.find("customers", { claim }, 1))[0];
}
