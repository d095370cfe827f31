import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CHUNKER } from "../chunks.js";
import type { Space } from "../embedding/embedder.js";
import type { Vectors } from "./nearest.js";

/** Changes with the form of what is on disk. */
const SCHEMA = 1;
const MANIFEST = "manifest.json";

const file = z.object({ name: z.string().regex(/^[\w-]+\.[\w-]+$/), sha256: z.string() });
const manifestSchema = z.object({
  schema: z.literal(SCHEMA),
  model: z.string(),
  dimensions: z.number().int().positive(),
  chunker: z.string(),
  /** Of each text, in the order of its vector. */
  hashes: z.array(z.string()),
  vectors: file,
  graph: file.optional(),
});
type Manifest = z.output<typeof manifestSchema>;

/** Vectors on disk, found by the hashes of their texts. */
export interface Stored {
  readonly hashes: readonly string[];
  readonly vectors: Vectors;
  /** The path of the graph over them, if there is one. */
  readonly graph?: string | undefined;
}

/** What was found in a folder: vectors that fit, or nothing; and why anything was refused. */
export interface Found {
  readonly stored?: Stored;
  readonly refused?: string;
}

/** Reads what was stored of the same model and chunker. What does not fit, or is damaged, is refused. */
export function readStored(folder: string, space: Space): Found {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return {};
  try {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    if (manifest.model !== space.name || manifest.dimensions !== space.dimensions) {
      return { refused: "it was made with another model" };
    }
    if (manifest.chunker !== CHUNKER) return { refused: "its texts were cut otherwise" };
    const bytes = readChecked(folder, manifest.vectors);
    const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    if (data.length !== manifest.hashes.length * space.dimensions) return { refused: "it lacks vectors" };
    const stored = { hashes: manifest.hashes, vectors: { data, dimensions: space.dimensions } };
    return manifest.graph === undefined ? { stored } : withGraph(folder, stored, manifest.graph);
  } catch (error) {
    return { refused: error instanceof z.ZodError ? "its manifest is not one" : messageOf(error) };
  }
}

/** A graph is made of the vectors: one that is damaged is no reason to do without them. */
function withGraph(folder: string, stored: Stored, graph: Manifest["vectors"]): Found {
  try {
    readChecked(folder, graph);
    return { stored: { ...stored, graph: join(folder, graph.name) } };
  } catch (error) {
    return { stored, refused: messageOf(error) };
  }
}

/**
 * Writes beside what is there, then renames: whoever reads finds the old or the new, whole.
 * `saveGraph` writes the graph to the path that it is given.
 * @throws Error when the disk does not take it; what was there stays.
 */
export async function writeStored(
  folder: string,
  space: Space,
  { hashes, vectors }: Omit<Stored, "graph">,
  saveGraph?: (path: string) => Promise<unknown>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  try {
    const { buffer, byteOffset, byteLength } = vectors.data;
    const part = join(folder, `vectors.part-${process.pid}`);
    written.push(part);
    writeFileSync(part, new Uint8Array(buffer, byteOffset, byteLength), { flush: true });
    const manifest: Manifest = {
      schema: SCHEMA,
      model: space.name,
      dimensions: space.dimensions,
      chunker: CHUNKER,
      hashes: [...hashes],
      vectors: named(folder, part, "vectors"),
    };
    if (saveGraph !== undefined) {
      const graph = join(folder, `graph.part-${process.pid}`);
      written.push(graph);
      await saveGraph(graph);
      manifest.graph = named(folder, graph, "graph");
    }
    const next = join(folder, `manifest.part-${process.pid}`);
    written.push(next);
    writeFileSync(next, JSON.stringify(manifest), { flush: true });
    renameSync(next, join(folder, MANIFEST));
    const kept = [MANIFEST, manifest.vectors.name, manifest.graph?.name];
    for (const name of readdirSync(folder)) {
      if (!kept.includes(name) && !isBeingWritten(name)) rmSync(join(folder, name), { force: true });
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}

/** Another process of this machine may keep its index in the same folder. */
function isBeingWritten(name: string): boolean {
  const pid = Number(/\.part-(\d+)$/.exec(name)?.[1]);
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else's is one, too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Gives a file its hash as its name. */
function named(folder: string, part: string, kind: string): Manifest["vectors"] {
  const sha256 = hashOf(readFileSync(part));
  const name = `${kind}-${sha256.slice(0, 16)}.bin`;
  renameSync(part, join(folder, name));
  return { name, sha256 };
}

function readChecked(folder: string, { name, sha256 }: Manifest["vectors"]): Buffer {
  const bytes = readFileSync(join(folder, name));
  if (hashOf(bytes) !== sha256) throw new Error(`${name} is damaged`);
  return bytes;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
