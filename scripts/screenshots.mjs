// Takes the pictures of the README and the docs: real pages, the real widget. The conversations of the README are real
// ones with the emulator; a state that none stays in for a picture is held by a relay that does what the picture says.
// `npm run screenshots -- states` takes those of one kind.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "puppeteer-core";
import { takeConversations } from "./pictures/conversations.mjs";
import { readLooks } from "./pictures/looks.mjs";
import { openScriptedPages } from "./pictures/scripted-page.mjs";
import { booked, STATES } from "./pictures/states.mjs";
import { VARIANTS } from "./pictures/variants.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const images = join(root, "docs/images");
const scratch = await mkdtemp(join(tmpdir(), "bean-brew-pictures-"));
const wanted = process.argv.slice(2);

const browser = await launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  userDataDir: join(scratch, "profile"),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
  ],
});

/** Sharp enough to read on a page, small enough to be kept here. */
const PANEL = { width: 432, height: 652, deviceScaleFactor: 1.25 };

const pages = await openScriptedPages(browser);
const take = async (name, { act, ...how }) => {
  const visit = await pages.visit({ viewport: PANEL, ...how });
  await act(visit);
  await mkdir(dirname(join(images, name)), { recursive: true });
  // The pointer is nowhere, and what moves into place is there.
  await visit.page.mouse.move(0, 0);
  await visit.page.evaluate(() => {
    const { shadowRoot } = document.querySelector("bean-brew-agent");
    const ending = shadowRoot.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity);
    return Promise.all(ending.map(({ finished }) => finished));
  });
  await visit.page.screenshot({ path: join(images, `${name}.png`), optimizeForSpeed: false });
  await visit.page.close();
};

const KINDS = {
  states: async () => {
    for (const { name, attributes = "", act } of STATES)
      for (const scheme of ["light", "dark"])
        await take(`states/${name}-${scheme}`, { act, scheme, attributes: `variant="inline" ${attributes}` });
  },
  variants: async () => {
    for (const { name, ...variant } of VARIANTS) await take(`variants/${name}`, variant);
  },
  looks: async () => {
    for (const { name, css } of readLooks())
      await take(`looks/${name}`, { css, act: booked, attributes: 'variant="inline"' });
  },
  conversations: () => takeConversations(browser, images, scratch),
};

try {
  for (const [kind, takeAll] of Object.entries(KINDS))
    if (wanted.length === 0 || wanted.includes(kind)) await takeAll();
} finally {
  await pages.close();
  await browser.close();
  await rm(scratch, { recursive: true, force: true });
}
