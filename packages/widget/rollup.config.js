import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import resolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { transform } from "esbuild";
import { rollup } from "rollup";
import esbuild from "rollup-plugin-esbuild";
import { writeHashed } from "./scripts/hashed.mjs";
import { writeManifest } from "./scripts/manifest.mjs";
import { writeSizes } from "./scripts/sizes.mjs";

const WORKLET_ENTRY = "src/worklets/bean-brew.worklet.ts";
const WORKLET_FILE = "dist/bean-brew-worklets.js";

/** Sources import each other as `.js`, as their published form does. */
const sources = {
  name: "sources",
  resolveId(id, importer) {
    if (!importer || !id.startsWith(".") || !id.endsWith(".js")) return null;
    const source = new URL(id.replace(/\.js$/, ".ts"), `file://${importer}`);
    return existsSync(source) ? fileURLToPath(source) : null;
  },
};

/** What is for a framework imports the element from the package's own entry. */
const element = {
  name: "element",
  resolveId: (id) => (id === "../index.js" ? { id: "./index.js", external: true } : null),
};

const transpile = (define) => esbuild({ target: "es2022", tsconfig: false, sourceMap: false, define });
const minify = () => terser({ ecma: 2022, module: true, compress: { passes: 3 } });

/** Style sheets are text to a minifier of scripts: they are made small where they stand. */
const styleSheets = {
  name: "style-sheets",
  async transform(source, id) {
    if (!id.endsWith("styles.ts")) return null;
    const sheets = [...source.matchAll(/css`([^`]*)`/g)];
    let code = source;
    for (const [literal, sheet] of sheets) {
      const { code: small } = await transform(sheet, { loader: "css", minify: true, target: "esnext" });
      code = code.replace(literal, () => `css\`${small.trim()}\``);
    }
    return { code, map: null };
  },
};

/** The worklet, minified: a file of its own, and a string for pages that have only the script. */
async function buildWorklet() {
  const bundle = await rollup({ input: WORKLET_ENTRY, plugins: [sources, transpile({}), minify()] });
  const { output } = await bundle.write({ file: WORKLET_FILE, format: "es" });
  await bundle.close();
  // It is loaded by its address, and exports nothing.
  await writeFile(WORKLET_FILE.replace(/js$/, "d.ts"), "export {};\n");
  return output[0].code;
}

export default async () => {
  const define = { __WORKLET_SOURCE__: JSON.stringify(await buildWorklet()) };
  return [
    {
      input: { "bean-brew-agent": "src/script-tag.ts" },
      // The languages and the last resort for sound are files of their own beside it, by names that the relay serves.
      output: { dir: "dist", format: "es", chunkFileNames: "bean-brew-[name].js" },
      plugins: [
        sources,
        resolve(),
        styleSheets,
        transpile(define),
        minify(),
        { name: "sizes", writeBundle: writeSizes },
        { name: "hashed", writeBundle: writeHashed },
      ],
    },
    {
      input: { index: "src/index.ts", client: "src/client/index.ts", protocol: "src/protocol/index.ts" },
      external: [/^lit/],
      output: { dir: "dist", format: "es", chunkFileNames: "chunk-[name].js" },
      plugins: [sources, transpile(define), { name: "manifest", writeBundle: writeManifest }],
    },
    {
      input: { react: "src/react/index.ts", preact: "src/preact/index.ts", vue: "src/vue/index.ts" },
      external: ["react"],
      // A component with effects is the client's, where a framework asks which.
      output: { dir: "dist", format: "es", banner: ({ name }) => (name === "react" ? '"use client";' : "") },
      plugins: [element, sources, transpile({})],
    },
  ];
};
