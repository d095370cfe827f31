import type { RequestHandler } from "express";

/** `GET /ready`: 200 while new conversations may come; 503 while the relay starts or drains. */
export const ready =
  (isReady: () => boolean): RequestHandler =>
  (_request, response) => {
    response.status(isReady() ? 200 : 503).json({ ready: isReady() });
  };
