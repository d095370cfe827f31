import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";

const DIST = new URL("../dist/", import.meta.url);
const WORKLET_FILE = "bean-brew-worklets.js";
const ENTRY = "bean-brew-agent.js";
const HASH_LENGTH = 12;
const HASHED = new RegExp(`^bean-brew-.+\\.[0-9a-f]{${HASH_LENGTH}}\\.js$`);

/** What the relay serves beside the files: of each plain name, the name with a hash and what its content must be. */
export const INTEGRITY_FILE = "bean-brew-integrity.json";

const integrityOf = (content) => `sha384-${createHash("sha384").update(content).digest("base64")}`;

/**
 * Copies whose names have a content hash, of files that name each other by their plain names (a map of name to
 * content). The hash is of all of them together: who has one by its hash gets the others as they were built with it, and
 * the integrity of the script, which names them, holds for which others it loads.
 */
export function hashedCopies(files) {
  const hash = createHash("sha256");
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, content] of sorted) hash.update(`${name}\0${content}\0`);
  const version = hash.digest("hex").slice(0, HASH_LENGTH);
  const hashed = (name) => name.replace(/\.js$/, `.${version}.js`);
  return new Map(
    sorted.map(([name, content]) => {
      const own = content.replace(/bean-brew-[\w-]+\.js/g, (other) => (files.has(other) ? hashed(other) : other));
      return [name, { file: hashed(name), content: own, integrity: integrityOf(own) }];
    }),
  );
}

/** Writes the copies beside the script and what it loads, in place of those of an earlier build. */
export async function writeHashed(_options, bundle) {
  const names = [...Object.keys(bundle), WORKLET_FILE];
  const files = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, DIST), "utf8")])),
  );
  const copies = hashedCopies(files);
  for (const name of await readdir(DIST)) if (HASHED.test(name)) await rm(new URL(name, DIST));
  for (const { file, content } of copies.values()) await writeFile(new URL(file, DIST), content);
  const listed = [...copies].map(([name, { file, integrity }]) => [name, { file, integrity }]);
  await writeFile(new URL(INTEGRITY_FILE, DIST), `${JSON.stringify(Object.fromEntries(listed), null, 2)}\n`);
  const { file, integrity } = copies.get(ENTRY);
  console.log(`${file}: integrity="${integrity}"`);
}
