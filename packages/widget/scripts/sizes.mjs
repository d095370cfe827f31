import { readFile, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FILES = ["bean-brew-agent.js", "bean-brew-worklets.js"];
const DIST = new URL("../dist/", import.meta.url);

/** The checked-in sizes: a bundle cannot grow unseen. */
export const SIZES_FILE = new URL("../sizes.json", import.meta.url);

/** Bytes of the built files, raw, gzip -9 and brotli -11. */
export async function measureSizes() {
  const sizes = {};
  for (const file of FILES) {
    const content = await readFile(new URL(file, DIST));
    const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    sizes[file] = { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length, brotli: brotli.length };
  }
  return sizes;
}

/** Writes the sizes when asked to: `UPDATE_SIZES=1 pnpm --filter @bean-brew/widget build`. */
export async function writeSizes() {
  const sizes = await measureSizes();
  if (process.env.UPDATE_SIZES) await writeFile(SIZES_FILE, `${JSON.stringify(sizes, null, 2)}\n`);
  const { bytes, gzip, brotli } = sizes["bean-brew-agent.js"];
  console.log(`bean-brew-agent.js: ${bytes} bytes, ${gzip} gzip, ${brotli} brotli`);
}
