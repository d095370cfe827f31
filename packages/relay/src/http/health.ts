import type { RequestHandler } from "express";

export interface Check {
  readonly status: "ok" | "degraded";
  readonly detail?: string;
}

export interface Vitals {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly sessions: number;
  readonly checks: Readonly<Record<"database" | "knowledge" | "agent", Check>>;
}

/** `GET /health`: always 200 while the relay runs; what does not work makes it degraded, not down. */
export const health =
  (vitals: () => Promise<Vitals>): RequestHandler =>
  async (_request, response) => {
    const { checks, ...rest } = await vitals();
    const ok = Object.values(checks).every((check) => check.status === "ok");
    response.json({ status: ok ? "ok" : "degraded", ...rest, checks });
  };
