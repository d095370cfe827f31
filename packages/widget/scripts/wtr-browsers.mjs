import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { chromeLauncher, puppeteerCore } from "@web/test-runner-chrome";
import { webkitLauncher } from "./wtr-webkit.mjs";

/** Where a program is; empty when it is nowhere. */
const pathOf = (name) => spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
const chromium = process.env.CHROME_PATH ?? pathOf("chromium");
const firefox = pathOf("firefox-esr");

/**
 * The browsers of the suite, each with a fake microphone and with sound that needs no click. `missing` says what to
 * install where a browser is not there.
 */
const BROWSERS = {
  chromium: {
    name: "Chromium",
    missing: existsSync(chromium) ? undefined : "chromium",
    launcher: () =>
      chromeLauncher({
        puppeteer: puppeteerCore,
        launchOptions: {
          executablePath: chromium,
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
            "--autoplay-policy=no-user-gesture-required",
          ],
        },
      }),
  },
  firefox: {
    name: "Firefox",
    missing: firefox ? undefined : "firefox-esr",
    launcher: () =>
      chromeLauncher({
        puppeteer: puppeteerCore,
        launchOptions: {
          browser: "firefox",
          executablePath: firefox,
          extraPrefsFirefox: {
            "media.navigator.streams.fake": true,
            "media.navigator.permission.disabled": true,
            "media.autoplay.default": 0,
            "media.autoplay.blocking_policy": 0,
            // Without it a context stays suspended where there is no sound card.
            "media.cubeb.force_mock_context": true,
            // A file that is kept opens no panel, which would take the focus from the page.
            "browser.download.alwaysOpenPanel": false,
            "browser.download.folderList": 2,
            "browser.download.dir": tmpdir(),
          },
        },
      }),
  },
  webkit: {
    name: "WebKit",
    missing: pathOf("WebKitWebDriver") && pathOf("Xvfb") ? undefined : "webkit2gtk-driver xvfb",
    launcher: () =>
      webkitLauncher({
        args: [
          "--enable-mock-capture-devices=true",
          "--media-playback-requires-user-gesture=false",
          "--autoplay-policy=allow",
        ],
      }),
  },
};

/**
 * The browsers to test in, and the ones that are missing with the reason why: `BROWSERS=firefox,webkit` names some,
 * else it is all.
 */
export function chooseBrowsers(names = process.env.BROWSERS ?? Object.keys(BROWSERS).join()) {
  const chosen = names.split(",").map((name) => {
    if (!Object.hasOwn(BROWSERS, name)) throw new Error(`BROWSERS names ${Object.keys(BROWSERS).join()}, not ${name}.`);
    return BROWSERS[name];
  });
  return {
    launchers: chosen.filter(({ missing }) => missing === undefined).map(({ launcher }) => launcher()),
    skipped: chosen
      .filter(({ missing }) => missing !== undefined)
      .map(({ name, missing }) => `${name} › every test: it is not installed (apt-get install -y ${missing})`),
  };
}
