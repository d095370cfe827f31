import { createHash, timingSafeEqual } from "node:crypto";

/** What is kept of a resume token. */
export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Whether it is the token of that hash, in a time that says nothing of where they differ. */
export const isToken = (token: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(token), "hex"), Buffer.from(hash, "hex"));
