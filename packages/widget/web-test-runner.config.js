import { fileURLToPath } from "node:url";
import { esbuildPlugin } from "@web/dev-server-esbuild";
import { build } from "esbuild";
import { chooseBrowsers } from "./scripts/wtr-browsers.mjs";
import { devToolsCommand } from "./scripts/wtr-cdp.mjs";
import { reactInBrowsers } from "./scripts/wtr-react.mjs";
import { countingReporter } from "./scripts/wtr-reporter.mjs";
import { policyPages } from "./test/policy-pages.mjs";
import { startRelayServer } from "./test/relay-server.mjs";

const WORKLET_FILE = "bean-brew-worklets.js";

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("./src/worklets/bean-brew.worklet.ts", import.meta.url))],
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
});
const worklet = outputFiles[0].text;
const relay = await startRelayServer();
const browsers = chooseBrowsers();

/** Serves the worklet where the element looks for it first: beside the script that loads it. */
const workletFile = {
  name: "worklet-file",
  serve: ({ path }) => (path.endsWith(`/${WORKLET_FILE}`) ? { body: worklet, type: "js" } : undefined),
  serverStop: () => relay.close(),
};

export default {
  rootDir: fileURLToPath(new URL("../..", import.meta.url)),
  files: fileURLToPath(new URL("./src/**/*.browser.test.ts", import.meta.url)),
  nodeResolve: true,
  concurrency: 1,
  concurrentBrowsers: 1,
  testsFinishTimeout: 120_000,
  testFramework: { config: { timeout: 20_000 } },
  middleware: [policyPages],
  plugins: [
    workletFile,
    devToolsCommand(),
    await reactInBrowsers(),
    esbuildPlugin({
      ts: true,
      target: "es2022",
      define: { __WORKLET_SOURCE__: JSON.stringify(worklet), __TEST_RELAY__: JSON.stringify(relay.url) },
    }),
  ],
  browsers: browsers.launchers,
  reporters: [countingReporter(browsers.skipped)],
};
