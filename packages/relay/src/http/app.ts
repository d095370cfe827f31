import express, { type Express } from "express";
import helmet from "helmet";
import { api } from "./api.js";
import { audioDevices } from "./audio-devices.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { Metrics } from "../telemetry/metrics.js";
import { health, type Vitals } from "./health.js";
import { insidersOnly } from "./insiders.js";
import { knowledgeReload } from "./knowledge-reload.js";
import { metricsText } from "./metrics.js";
import { ready } from "./ready.js";
import { sessionRating, type SessionRatingOptions } from "./session-rating.js";
import { sessionToken, type SessionTokenOptions } from "./session-token.js";
import { widgetFiles } from "./widget-files.js";

export interface HttpOptions {
  readonly version: string;
  readonly vitals: () => Promise<Vitals>;
  /** New conversations may come. */
  readonly isReady: () => boolean;
  readonly metrics: Pick<Metrics, "text" | "contentType">;
  /** Opens what is for the staff to those that are not on this machine. */
  readonly staffSecret: string | undefined;
  readonly reloadKnowledge: Knowledge["reload"];
  readonly entrance: SessionTokenOptions;
  readonly rating: Pick<SessionRatingOptions, "rate" | "give">;
  /** Folder of the site's static files. */
  readonly siteDir?: string | undefined;
}

/** Everything that is answered over HTTP; `/ws` is the socket's. */
export const httpApp = (options: HttpOptions): Express => {
  const app = express();
  const { trust } = options.entrance;
  app.disable("x-powered-by");
  app.set("trust proxy", trust);
  app.use(
    helmet({
      // The page and everything that it loads come from here; the microphone's worklet, too.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'self'"], connectSrc: ["'self'", "ws:", "wss:"] },
      },
      strictTransportSecurity: false,
    }),
  );
  app.get("/api", api(options.version));
  app.get("/health", health(options.vitals));
  app.get("/ready", ready(options.isReady));
  const insiders = insidersOnly({ trust, staffSecret: options.staffSecret });
  app.get("/metrics", insiders, metricsText(options.metrics));
  app.post("/api/knowledge/reload", insiders, knowledgeReload(options.reloadKnowledge));
  // Without sites there are no tokens to ask for.
  if (options.entrance.sites.length > 0) app.use(sessionToken(options.entrance));
  app.use(sessionRating({ sites: options.entrance.sites, trust, ...options.rating }));
  app.get("/audio-devices", audioDevices({ platform: process.platform }));
  app.use(widgetFiles());
  if (options.siteDir !== undefined) app.use(express.static(options.siteDir));
  app.all("/ws", (_request, response) => {
    response.status(426).set("Upgrade", "websocket").type("text").send("This address speaks WebSocket only.\n");
  });
  app.use((_request, response) => {
    response.status(404).type("text").send("Not found.\n");
  });
  return app;
};
