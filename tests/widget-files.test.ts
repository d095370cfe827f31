import { createHash } from "node:crypto";
import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agentOn, PATIENCE } from "./agent-on-page.js";
import { chromium, openPage } from "./browser.js";
import { openHouse, type House } from "./house.js";
import { openShopPage } from "./shop-page.js";

interface Listed {
  readonly file: string;
  readonly integrity: string;
}

let house: House;
let listed: Readonly<Record<string, Listed>>;
let script: Listed;

beforeAll(async () => {
  house = await openHouse();
  const response = await fetch(`${house.url}/bean-brew-integrity.json`);
  listed = (await response.json()) as Readonly<Record<string, Listed>>;
  script = listed["bean-brew-agent.js"]!;
});
afterAll(() => house[Symbol.asyncDispose]());

interface Answer {
  readonly status: number | undefined;
  /** As they came over the wire. */
  readonly bytes: number;
  readonly etag: string | undefined;
  readonly vary: string | undefined;
}

/** Asks as a browser does. `fetch` unpacks what comes, and says `no-cache` to whatever it asks with an ETag. */
const ask = (path: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(`${house.url}${path}`, { headers }, (response) => {
      const { statusCode: status, headers } = response;
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("end", () => resolve({ status, bytes, etag: headers.etag, vary: headers.vary }));
    }).on("error", reject);
  });

describe("the widget's files", () => {
  it("are asked for again under their plain names, and are not sent again when they have not changed", async () => {
    for (const path of ["/bean-brew-agent.js", "/bean-brew-worklets.js", "/bean-brew-de.js"]) {
      const first = await fetch(house.url + path);
      expect(first.status).toBe(200);
      expect(first.headers.get("content-type")).toMatch(/javascript/);
      expect(first.headers.get("cache-control")).toBe("no-cache");
      expect(first.headers.get("access-control-allow-origin")).toBe("*");
      expect(first.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      const { etag } = await ask(path, {});
      expect(await ask(path, { "If-None-Match": etag! })).toMatchObject({ status: 304, bytes: 0 });
      expect(await ask(path, { "If-None-Match": '"other"' })).toMatchObject({ status: 200 });
    }
  });

  it("are for ever under the names with a hash, with the integrity that is listed", async () => {
    for (const { file, integrity } of Object.values(listed)) {
      const response = await fetch(`${house.url}/${file}`);
      expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      const content = Buffer.from(await response.arrayBuffer());
      expect(`sha384-${createHash("sha384").update(content).digest("base64")}`).toBe(integrity);
    }
    const gone = await fetch(`${house.url}/bean-brew-agent.0123456789ab.js`);
    expect([gone.status, gone.headers.get("cache-control")]).toEqual([404, null]);
  });

  it("are packed for who can unpack them, each way with an ETag of its own", async () => {
    const path = "/bean-brew-agent.js";
    const ways = ["identity", "gzip", "br"];
    const answers = await Promise.all(ways.map((way) => ask(path, { "Accept-Encoding": way })));
    const [plain, gzip, brotli] = answers.map(({ bytes }) => bytes);
    expect(gzip!).toBeLessThan(plain! / 2);
    expect(brotli!).toBeLessThan(gzip!);
    expect(new Set(answers.map(({ etag }) => etag)).size).toBe(3);
    for (const { vary } of answers) expect(vary).toMatch(/accept-encoding/i);
    const texts = ways.map(async (way) =>
      (await fetch(house.url + path, { headers: { "Accept-Encoding": way } })).text(),
    );
    expect(new Set(await Promise.all(texts)).size).toBe(1);
  });
});

describe.skipIf(!chromium)(`a page with the script's integrity${chromium ? "" : " (skipped: no Chromium)"}`, () => {
  /** A shop's page in German, which hears of a script that was refused. */
  const pageWith = (integrity: string): string => `<!doctype html><html lang="de"><title>Shop</title>
    <script>addEventListener("error", ({ target }) => target.src && (document.title = "refused"), true)</script>
    <script type="module" src="${house.url}/${script.file}" integrity="${integrity}" crossorigin="anonymous"></script>`;

  it("has the agent, and all that it loads by names with the same hash", async () => {
    using shop = await openShopPage(() => pageWith(script.integrity));
    await using window = await openPage(shop.origin);
    await agentOn(window.page).open();
    await window.page.waitForSelector("bean-brew-agent >>> ::-p-text(Gespräch)", PATIENCE);
    const loaded = await window.page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname.slice(1)),
    );
    const [agent, german] = ["bean-brew-agent.js", "bean-brew-de.js"].map((name) => listed[name]!.file);
    expect(loaded.filter((name) => name.startsWith("bean-brew-")).sort()).toEqual([agent, german]);
  });

  it("refuses a script with another content", async () => {
    const other = `sha384-${createHash("sha384").update("another script").digest("base64")}`;
    using shop = await openShopPage(() => pageWith(other));
    await using window = await openPage(shop.origin);
    await window.page.waitForFunction(() => document.title === "refused", PATIENCE);
    expect(await window.page.evaluate(() => customElements.get("bean-brew-agent") === undefined)).toBe(true);
  });
});
