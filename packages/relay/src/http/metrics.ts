import type { RequestHandler } from "express";
import { clientAddress, isForwarded, type Trust } from "../auth/address.js";
import { isLoopback } from "../auth/loopback.js";
import { isSameSecret } from "../auth/sites.js";
import { errorOf } from "../errors.js";
import type { Metrics } from "../telemetry/metrics.js";

export interface MetricsOptions {
  readonly metrics: Pick<Metrics, "text" | "contentType">;
  readonly trust: Trust;
  readonly staffSecret?: string | undefined;
}

/** `GET /metrics`: Prometheus' text, for programs of this machine, and for others that show `STAFF_SECRET`. */
export const metricsText =
  ({ metrics, trust, staffSecret }: MetricsOptions): RequestHandler =>
  async (request, response) => {
    const isHere = isLoopback(clientAddress(request, trust), undefined) && !isForwarded(request);
    const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const isStaff = staffSecret !== undefined && shown !== undefined && isSameSecret(shown, staffSecret);
    if (!isHere && !isStaff) {
      response
        .status(403)
        .json(errorOf("unauthorized", "Metrics are for this machine, or need STAFF_SECRET as Bearer."));
      return;
    }
    response
      .set("Cache-Control", "no-store")
      .type(metrics.contentType)
      .send(await metrics.text());
  };
