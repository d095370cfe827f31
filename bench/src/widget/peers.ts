import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { bytesOf, type Bundle } from "./bytes.js";

/** How long the registry has, in ms: after that it counts as out of reach. */
const REGISTRY_MS = 180_000;

/** A package that does what ours does, and what of it a page would load. */
interface Peer {
  readonly name: string;
  /** The one file that it ships for a script tag; else it is bundled, with what it imports. */
  readonly file?: string;
  readonly imports?: readonly string[];
}

const PEERS: readonly Peer[] = [
  { name: "@elevenlabs/convai-widget-embed", file: "dist/index.js" },
  { name: "@vapi-ai/client-sdk-react", file: "dist/embed/widget.umd.js" },
  { name: "@deepgram/browser-agent", imports: ["@deepgram/browser-agent", "@deepgram/browser-agent/hoop"] },
];

/** The script as a page gets it: minified, with all that it imports. */
const contentOf = async ({ name, file, imports = [name] }: Peer, folder: string): Promise<Buffer> => {
  if (file !== undefined) return readFile(join(folder, "node_modules", name, file));
  const { outputFiles } = await build({
    stdin: { contents: imports.map((path) => `import "${path}";`).join("\n"), resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    legalComments: "none",
    logLevel: "error",
  });
  return Buffer.from(outputFiles[0]!.contents);
};

/**
 * The newest of each peer from the npm registry, by npm itself, in a folder of its own that is removed after; no script
 * of theirs is run. Rejects when the registry cannot be reached.
 */
export const peerBundles = async (): Promise<readonly Bundle[]> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-peers-"));
  try {
    await writeFile(join(folder, "package.json"), '{ "private": true }');
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--fetch-retries=0"];
    await promisify(execFile)("npm", ["install", ...flags, ...PEERS.map(({ name }) => `${name}@latest`)], {
      cwd: folder,
      timeout: REGISTRY_MS,
    });
    return await Promise.all(
      PEERS.map(async (peer) => {
        const manifest = await readFile(join(folder, "node_modules", peer.name, "package.json"), "utf8");
        const { version } = JSON.parse(manifest) as { version: string };
        return { name: `${peer.name} ${version}`, bytes: bytesOf(await contentOf(peer, folder)) };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
