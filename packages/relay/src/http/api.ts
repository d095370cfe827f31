import type { RequestHandler } from "express";

/** `GET /api`: what answers here. */
export const api =
  (version: string): RequestHandler =>
  (_request, response) => {
    response.json({
      name: "bean-brew-relay",
      version,
      status: "ok",
      endpoints: [
        "GET /ws",
        "GET /api",
        "GET /health",
        "GET /ready",
        "GET /metrics",
        "POST /api/session",
        "POST /api/knowledge/reload",
        "POST /api/session/rating",
        "GET /audio-devices",
        "GET /bean-brew-agent.js",
      ],
    });
  };
