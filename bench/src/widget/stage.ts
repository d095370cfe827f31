import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type {} from "@bean-brew/widget";
import { launch, type Browser, type CDPSession, type Page } from "puppeteer-core";
import { startProbed } from "../process/probed.js";
import { watch, type Bench } from "./in-page.js";
import { TAP_SOURCE } from "./tap.js";

const RELAY = fileURLToPath(new URL("dist/cli.js", import.meta.resolve("@bean-brew/relay/package.json")));
/** How long the call may take to be what it is waited for, in ms. */
const PATIENCE_MS = 60_000;

/** The page of a shop that has the widget, and nothing else. */
const PAGE = `<!doctype html><html lang="en"><title>Shop</title>
<script type="module" src="/bean-brew-agent.js"></script>
<bean-brew-agent variant="inline"></bean-brew-agent></html>
`;

/** A visitor's page, with verbs in place of selectors. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly devTools: CDPSession;
  /** Presses a control of the widget's. */
  press(part: string): Promise<void>;
  /** Sends a typed turn, without the keys: what the bench does itself is no work of the widget's. */
  type(text: string): Promise<void>;
  /** Waits for an event of the widget's, and looks at nothing meanwhile. */
  state(state: string): Promise<void>;
  /** Looks at what the bench put into the page. */
  look<T>(read: (bench: Bench) => T | Promise<T>): Promise<T>;
}

/** The relay with its emulator beside it, and Chromium. */
export interface Stage extends AsyncDisposable {
  readonly browser: Browser;
  /** Opens the page. `prepare` is what else is put into it before its own scripts. */
  visit(prepare?: (page: Page) => Promise<unknown>): Promise<Visit>;
}

/** A second of silence, as Chromium's fake microphone wants it: it hears that over and over. */
const silence = (): Buffer => {
  const header = Buffer.from("UklGRgAAAABXQVZFZm10IBAAAAABAAEAgLsAAAB3AQACABAAZGF0YQAAAAA=", "base64");
  const data = 96_000;
  header.writeUInt32LE(36 + data, 4);
  header.writeUInt32LE(data, 40);
  return Buffer.concat([header, Buffer.alloc(data)]);
};

const visitOf = async (page: Page): Promise<Visit> => ({
  page,
  devTools: await page.createCDPSession(),
  press: async (part) => {
    await (await page.waitForSelector(`bean-brew-agent >>> [part~="${part}"]`, { visible: true }))!.click();
  },
  type: (text) => page.evaluate((said) => document.querySelector("bean-brew-agent")!.sendText(said), text),
  state: (state) =>
    page.evaluate(
      (wanted, patience) =>
        new Promise<void>((resolve, reject) => {
          const agent = document.querySelector("bean-brew-agent")!;
          const late = setTimeout(
            () => reject(new Error(`The call was never ${wanted}, but ${agent.state}.`)),
            patience,
          );
          const look = (): void => {
            if (agent.state !== wanted) return;
            clearTimeout(late);
            agent.removeEventListener("bb-state-change", look);
            resolve();
          };
          agent.addEventListener("bb-state-change", look);
          look();
        }),
      state,
      PATIENCE_MS,
    ),
  look: async <T>(read: (bench: Bench) => T | Promise<T>) =>
    (await page.evaluate(`(${read.toString()})(globalThis.bench)`)) as T,
  [Symbol.asyncDispose]: () => page.close(),
});

export const openStage = async (): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-bench-"));
  const at = (name: string): string => join(folder, name);
  await Promise.all([
    writeFile(at("index.html"), PAGE),
    writeFile(at("tap.js"), TAP_SOURCE),
    writeFile(at("silence.wav"), silence()),
  ]);
  const relay = await startProbed(RELAY, {
    env: {
      PORT: "0",
      DATA_DIR: at("data"),
      SITE_DIR: folder,
      LOG_LEVEL: "error",
      EMBEDDING_MODEL: "none",
      // One visitor after the other, faster than people come.
      MAX_SESSIONS_PER_ADDRESS: "1000",
    },
  });
  const browser = await launch({
    executablePath: process.env["CHROME_PATH"] ?? "/usr/bin/chromium",
    userDataDir: at("profile"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${at("silence.wav")}`,
    ],
  });
  return {
    browser,
    visit: async (prepare) => {
      const page = await browser.newPage();
      await page.evaluateOnNewDocument(watch);
      await prepare?.(page);
      await page.goto(relay.url);
      await page.waitForSelector('bean-brew-agent >>> [part~="start"]');
      return visitOf(page);
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await relay.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
