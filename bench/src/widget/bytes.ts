import { readFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** How large something is that a page loads: as it is, and as it is sent (`gzip -9`, Brotli 11). */
export interface Bytes {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

export interface Bundle {
  readonly name: string;
  readonly bytes: Bytes;
}

/** Brotli packs at its best unless it is told otherwise. */
export const bytesOf = (content: Buffer): Bytes => ({
  raw: content.length,
  gzip: gzipSync(content, { level: 9 }).length,
  brotli: brotliCompressSync(content).length,
});

const sum = (all: readonly Bytes[]): Bytes =>
  all.reduce((total, { raw, gzip, brotli }) => ({
    raw: total.raw + raw,
    gzip: total.gzip + gzip,
    brotli: total.brotli + brotli,
  }));

/** Ours: the script that the tag names, and that with everything that a call in English loads, file by file. */
export const ownBundles = async (): Promise<readonly [Bundle, Bundle]> => {
  const script = new URL(import.meta.resolve("@bean-brew/widget/bean-brew-agent.js"));
  const worklet = new URL(import.meta.resolve("@bean-brew/widget/bean-brew-worklets.js"));
  const [element, sound] = await Promise.all([script, worklet].map(async (url) => bytesOf(await readFile(url))));
  return [
    { name: "bean-brew-agent.js", bytes: element! },
    { name: "… and the worklet: all that a call loads", bytes: sum([element!, sound!]) },
  ];
};
