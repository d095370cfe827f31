// Embeds the built-in texts when the relay is built, so that a first start need not: into packages/relay/dist/knowledge-index.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const relay = join(dirname(dirname(fileURLToPath(import.meta.url))), "packages/relay");
const { openKnowledge } = await import(join(relay, "dist/knowledge/knowledge.js"));
const { knowledgeFolder, SHIPPED_INDEX } = await import(join(relay, "dist/built-in-knowledge.js"));

const dataDir = mkdtempSync(join(tmpdir(), "knowledge-index-"));
const knowledge = await openKnowledge({
  folder: knowledgeFolder(undefined),
  dataDir,
  indexFolder: SHIPPED_INDEX,
  model: undefined,
  onProblem: (sentence) => console.error(sentence),
});
await knowledge.indexed();
await knowledge.close();
rmSync(dataDir, { recursive: true });
