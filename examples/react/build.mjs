// Builds the site into `dist`: what is in `site`, the bundle, and the worklet beside it, where the widget looks for it.
// With NODE_ENV=development it has React's checks, StrictMode's double mount among them.
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const developing = process.env.NODE_ENV === "development";

await cp(here("site"), here("dist"), { recursive: true });
await build({
  entryPoints: [here("src/main.tsx")],
  outdir: here("dist/assets"),
  bundle: true,
  format: "esm",
  // Each language of the widget's stays a file of its own, fetched when a page speaks it.
  splitting: true,
  minify: !developing,
  target: "es2022",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": JSON.stringify(developing ? "development" : "production") },
});
const worklet = fileURLToPath(import.meta.resolve("@bean-brew/widget/bean-brew-worklets.js"));
await cp(worklet, here("dist/assets/bean-brew-worklets.js"));
