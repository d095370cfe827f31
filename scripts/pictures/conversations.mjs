import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The relay and the emulator as they run without a key, with the shop's page. */
const startRelay = async (dataDir) => {
  const relay = spawn(process.execPath, [join(root, "packages/relay/dist/cli.js")], {
    env: {
      ...process.env,
      PORT: "0",
      DATA_DIR: dataDir,
      SITE_DIR: join(root, "examples/script-tag"),
      LOG_LEVEL: "error",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: relay.stdout }).on("line", (line) => {
      const [, found] = /^listening on (\S+)$/.exec(line) ?? [];
      if (found) resolve(found);
    });
    relay.once("exit", () => reject(new Error("The relay ended before it was ready.")));
  });
  return {
    url,
    stop: async () => {
      relay.kill("SIGTERM");
      await once(relay, "exit");
    },
  };
};

/** Waits until the agent has said something that matches. */
const said = (page, pattern) =>
  page.waitForFunction(
    (source) =>
      document
        .querySelector("bean-brew-agent")
        .transcript.some((turn) => turn.role === "assistant" && new RegExp(source, "i").test(turn.text)),
    { timeout: 60_000 },
    pattern.source,
  );

const type = async (page, text) => {
  const field = await page.waitForSelector('bean-brew-agent >>> [part~="field"]');
  await field.type(text);
  await field.press("Enter");
};

/** A customer books by typing, on the shop's page. */
const take = async (browser, url, { path, scheme, time }) => {
  const page = await browser.newPage();
  await page.setViewport({ width: 1180, height: 760, deviceScaleFactor: 1.25 });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.goto(url);
  await (await page.waitForSelector('bean-brew-agent >>> [part~="launcher"]')).click();
  await type(page, "Hello, my number is 212 555 0142.");
  await said(page, /found your account/);
  await type(page, `Book a consultation next Wednesday at ${time}, please.`);
  await said(page, /booked/);
  await page.waitForSelector('bean-brew-agent >>> [part~="card"]');
  await said(page, /APT\d+/);
  await page.screenshot({ path });
  await page.close();
};

/** The pictures of the README: real conversations with the emulator. */
export const takeConversations = async (browser, images, scratch) => {
  const relay = await startRelay(join(scratch, "data"));
  try {
    await take(browser, relay.url, { path: join(images, "conversation.png"), scheme: "light", time: "ten" });
    await take(browser, relay.url, { path: join(images, "conversation-dark.png"), scheme: "dark", time: "eleven" });
  } finally {
    await relay.stop();
  }
};
