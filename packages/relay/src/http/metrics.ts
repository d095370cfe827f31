import type { RequestHandler } from "express";
import type { Metrics } from "../telemetry/metrics.js";

/** `GET /metrics`: Prometheus' text. */
export const metricsText =
  (metrics: Pick<Metrics, "text" | "contentType">): RequestHandler =>
  async (_request, response) => {
    response
      .set("Cache-Control", "no-store")
      .type(metrics.contentType)
      .send(await metrics.text());
  };
