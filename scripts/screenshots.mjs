// Takes the pictures of the README and the docs: the real page, the real widget, a real conversation with the emulator.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { launch } from "puppeteer-core";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const images = join(root, "docs/images");
const scratch = await mkdtemp(join(tmpdir(), "bean-brew-pictures-"));

const relay = spawn(process.execPath, [join(root, "packages/relay/dist/cli.js")], {
  env: {
    ...process.env,
    PORT: "0",
    DATA_DIR: join(scratch, "data"),
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

const browser = await launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  userDataDir: join(scratch, "profile"),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"],
});

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

const picture = async (name, scheme, time, viewport) => {
  const page = await browser.newPage();
  await page.setViewport({ deviceScaleFactor: 2, ...viewport });
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
  await page.screenshot({ path: join(images, `${name}.png`) });
  await page.close();
};

try {
  await mkdir(images, { recursive: true });
  await picture("conversation", "light", "ten", { width: 1180, height: 760 });
  await picture("conversation-dark", "dark", "eleven", { width: 1180, height: 760 });
} finally {
  await browser.close();
  relay.kill("SIGTERM");
  await once(relay, "exit");
  await rm(scratch, { recursive: true, force: true });
}
