import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";

/** How long WebKitWebDriver may take until it answers, in ms. */
const DRIVER_START_MS = 30_000;
/** WebDriver's code points of the keys that have a name. */
const KEYS = {
  Tab: "\uE004",
  Enter: "\uE007",
  Escape: "\uE00C",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
};

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A screen in memory. Resolves with its name, and ends when its last window is closed. */
async function openScreen(children) {
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(screen);
  for await (const number of createInterface({ input: screen.stdout })) return `:${number}`;
  throw new Error("Xvfb did not start.");
}

/** Speaks WebDriver with a driver: `ask(path)` and `ask(path, body)`. Throws what the driver says went wrong. */
const speakWith = (base) => async (path, body, method) => {
  const response = await fetch(`${base}${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    body: body && JSON.stringify(body),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
  return value;
};

async function startDriver(children) {
  const port = await freePort();
  const env = { ...process.env, DISPLAY: await openScreen(children), NO_AT_BRIDGE: "1" };
  children.push(spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore", env }));
  const ask = speakWith(`http://127.0.0.1:${port}`);
  const signal = AbortSignal.timeout(DRIVER_START_MS);
  for (;;) {
    signal.throwIfAborted();
    try {
      if ((await ask("/status")).ready) return ask;
    } catch {
      await setTimeout(50);
    }
  }
}

/**
 * WebKitGTK's MiniBrowser for web-test-runner, through WebKitWebDriver and on a screen in memory. One page at a time.
 * @param {{ args: string[] }} options What MiniBrowser is started with.
 */
export function webkitLauncher({ args }) {
  const children = [];
  const active = new Set();
  let opening;
  const end = () => children.splice(0).forEach((child) => child.kill());
  const open = async () => {
    process.once("exit", end);
    const ask = await startDriver(children);
    const { sessionId } = await ask("/session", {
      capabilities: {
        alwaysMatch: { pageLoadStrategy: "none", "webkitgtk:browserOptions": { args: ["--automation", ...args] } },
      },
    });
    const session = `/session/${sessionId}`;
    return (path, body, method) => ask(`${session}${path}`, body, method);
  };
  const inPage = async (...request) => (await (opening ??= open()))(...request);
  const press = (key) => [
    { type: "keyDown", value: KEYS[key] ?? key },
    { type: "keyUp", value: KEYS[key] ?? key },
  ];
  return {
    name: "WebKit",
    // What the commands of web-test-runner know how to speak with.
    type: "webdriver",
    concurrency: 1,
    async startSession(id, url) {
      await inPage("/url", { url });
      active.add(id);
    },
    isActive: (id) => active.has(id),
    getBrowserUrl: () => inPage("/url"),
    async stopSession(id) {
      active.delete(id);
      await inPage("/url", { url: "about:blank" });
      return {};
    },
    startDebugSession: () => Promise.reject(new Error("WebKit has no debug session here.")),
    async stop() {
      if (opening) await inPage("", undefined, "DELETE").catch(() => undefined);
      end();
    },
    sendKeys: (_id, keys) =>
      inPage("/actions", { actions: [{ type: "key", id: "keys", actions: keys.flatMap(press) }] }),
  };
}
