import type { ErrorRequestHandler, Response } from "express";
import type { ErrorCode } from "@bean-brew/widget/protocol";
import { errorOf } from "../errors.js";

/** Says no, in the words that a page is told over its socket, too. */
export const refuse = (response: Response, status: number, code: ErrorCode): void => {
  response.status(status).json(errorOf(code));
};

export const tooSoon = (response: Response, seconds: number): void => {
  response.set("Retry-After", String(seconds));
  refuse(response, 429, "rate_limited");
};

/** Answers a body that is too large, or no JSON. */
export const whenUnreadable: ErrorRequestHandler = (error: { readonly type?: string }, _request, response, _next) => {
  if (error.type === "entity.too.large") refuse(response, 413, "too_large");
  else refuse(response, 400, "bad_message");
};
