import { fileURLToPath } from "node:url";

/** The demonstration shop's texts. */
const BUILT_IN = fileURLToPath(new URL("../knowledge/", import.meta.url));

/** Vectors of the built-in texts, made when the relay is built, so that a first start need not. */
export const SHIPPED_INDEX = fileURLToPath(new URL("../dist/knowledge-index/", import.meta.url));

/** The folder of texts: the one that is configured, or the one that comes along. */
export function knowledgeFolder(configured: string | undefined): string {
  return configured ?? BUILT_IN;
}
