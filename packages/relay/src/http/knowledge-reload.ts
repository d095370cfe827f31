import type { RequestHandler } from "express";
import type { Knowledge } from "../knowledge/knowledge.js";

/** `POST /api/knowledge/reload`: reads the folder of texts again, and tells what came of it once it is in use. */
export const knowledgeReload =
  (reload: Knowledge["reload"]): RequestHandler =>
  async (_request, response) => {
    try {
      response.json(await reload());
    } catch (error) {
      // What was there stays in use.
      response.status(503).json({ error: error instanceof Error ? error.message : String(error) });
    }
  };
