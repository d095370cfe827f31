import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { startRelayServer } from "../../packages/widget/test/relay-server.mjs";

const WIDGET = new URL("../../packages/widget/dist/", import.meta.url);
const SHOP = new URL("../../examples/script-tag/", import.meta.url);
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const STARTED = {
  type: "session_started",
  sessionId: "s1",
  resumeToken: "r1",
  resumed: false,
  audio: { input: { encoding: "linear16", sampleRate: 16_000 }, output: { encoding: "linear16", sampleRate: 24_000 } },
  agent: { name: "Bean & Brew", voice: "aura-2-thalia-en" },
  limits: { idleSeconds: 120, maxSeconds: 900, resumeSeconds: 30 },
};

/** A page that has nothing but the element, in the colours of the shop's. */
const plain = (element, css, language) => `<!doctype html>
<html lang="${language}">
<meta charset="utf-8" /><title>Agent</title><meta name="color-scheme" content="light dark" />
<style>body { margin: 0; padding: 28px; background: light-dark(#efe6da, #120e0b); } bean-brew-agent[variant="inline"] { width: 376px; height: 596px; }</style>
<style>${css}</style>
${element}
<script type="module" src="/bean-brew-agent.js"></script>
</html>`;

/** The shop's page of the examples, with the element as it is told to be. */
const shop = async (element) => {
  const page = await readFile(new URL("index.html", SHOP), "utf8");
  return page.replace("</body>", `${element}</body>`);
};

/** Runs in the page: the other end of the element's socket, on which the page itself is the relay. */
const joinRelay = (url) =>
  new Promise((resolve) => {
    const socket = new window.WebSocket(url);
    const received = [];
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") received.push(JSON.parse(data).type);
    });
    socket.addEventListener("open", () => resolve(), { once: true });
    // What sounds like somebody speaking, to the visualiser: syllables of a low voice.
    const speech = (seconds) =>
      Int16Array.from({ length: 24_000 * seconds }, (_, index) => {
        const at = index / 24_000;
        return 12_000 * (0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * at)) * Math.sin(2 * Math.PI * 160 * at);
      });
    globalThis.relay = {
      received,
      tell: (messages) => messages.forEach((message) => socket.send(JSON.stringify(message))),
      speak: (seconds) => socket.send(speech(seconds).buffer),
      hangUp: (code) => socket.send(`close ${code}`),
    };
  });

/** Runs in the page before its own scripts: a phone call, say, can take the sound away. */
const keepContext = () => {
  globalThis.AudioContext = class extends globalThis.AudioContext {
    constructor(options) {
      super(options);
      globalThis.takeSound = () => {
        // It comes back when the visitor asks for it, which nobody does in a picture.
        this.resume = () => new Promise(() => undefined);
        return this.suspend();
      };
    }
  };
};

/** Serves pages with the element whose relay is the script of a picture. */
export const openScriptedPages = async (browser) => {
  const relay = await startRelayServer();
  let html = "";
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://shop.example").pathname.slice(1);
    if (path === "") return response.setHeader("Content-Type", "text/html").end(html);
    const file = await readFile(new URL(path, path.startsWith("bean-brew-") ? WIDGET : SHOP)).catch(() => undefined);
    if (file === undefined) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(path)] ?? "text/plain").end(file);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  let visits = 0;

  const visit = async ({ attributes = "", css = "", language = "en", scheme = "light", onShop, viewport }) => {
    visits += 1;
    const element = `<bean-brew-agent relay="${relay.url}/${visits}" ${attributes}></bean-brew-agent>`;
    html = onShop ? await shop(element) : plain(element, css, language);
    const page = await browser.newPage();
    await page.setViewport(viewport);
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
    await page.evaluateOnNewDocument(keepContext);
    await page.goto(origin);
    await page.evaluate(joinRelay, `${relay.url.replace("http", "ws")}/${visits}/test`);
    const find = (part) => page.waitForSelector(`bean-brew-agent >>> [part~="${part}"]`, { visible: true });
    const tell = (...messages) => page.evaluate((all) => globalThis.relay.tell(all), messages);
    const state = (wanted) =>
      page.waitForFunction((name) => document.querySelector("bean-brew-agent").state === name, {}, wanted);
    return {
      page,
      find,
      tell,
      state,
      press: async (part) => (await find(part)).click(),
      /** Begins a call by voice. With `live: false` the relay says nothing yet. */
      call: async ({ live = true } = {}) => {
        await (await find("start")).click();
        await page.waitForFunction(() => globalThis.relay.received.includes("start_voice_agent"));
        if (live) await tell(STARTED);
        if (live) await state("listening");
      },
      speak: (seconds) => page.evaluate((length) => globalThis.relay.speak(length), seconds),
      takeSound: () => page.evaluate(() => globalThis.takeSound()),
      hangUp: (code) => page.evaluate((given) => globalThis.relay.hangUp(given), code),
    };
  };

  return {
    visit,
    close: async () => {
      await relay.close();
      server.closeAllConnections();
      server.close();
    },
  };
};
