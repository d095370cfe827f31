import React from "react";
import client from "react-dom/client";
import { build } from "esbuild";

const FILE = "/__react.js";
const PACKAGES = ["react", "react-dom/client"];

/** React comes as CommonJS, which browsers do not read: one module of both packages, so that there is one React. */
export async function reactInBrowsers() {
  const { outputFiles } = await build({
    stdin: {
      contents: `import React from "react"; import client from "react-dom/client";
        export const { ${Object.keys(React).join(", ")} } = React;
        export const { ${Object.keys(client)
          .filter((name) => !(name in React))
          .join(", ")} } = client;`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  return {
    name: "react-in-browsers",
    resolveImport: ({ source }) => (PACKAGES.includes(source) ? FILE : undefined),
    serve: ({ path }) => (path === FILE ? { body: outputFiles[0].text, type: "js" } : undefined),
  };
}
