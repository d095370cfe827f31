// What the tests need beside npm. What is there is used; as root on Debian or Ubuntu the rest is installed by apt;
// elsewhere this says what to type, and the tests that need it are skipped with that reason in their titles.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const onPath = (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;

const REQUIREMENTS = [
  { what: "Chromium", has: () => onPath("chromium") || existsSync(process.env.CHROME_PATH ?? ""), apt: ["chromium"] },
  { what: "Firefox", has: () => onPath("firefox-esr"), apt: ["firefox-esr"] },
  {
    what: "WebKitGTK with its driver, and a screen in memory for it",
    has: () => onPath("WebKitWebDriver") && onPath("Xvfb"),
    apt: ["webkit2gtk-driver", "xvfb"],
  },
  {
    what: "pocketsphinx, a speech recogniser",
    has: () => onPath("pocketsphinx_continuous"),
    apt: ["pocketsphinx", "pocketsphinx-en-us"],
  },
];

/** Sees to it that the requirements are there, as far as that can be done here. */
export const ensureRequirements = () => {
  const missing = REQUIREMENTS.filter(({ has }) => !has());
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    const packages = missing.flatMap(({ apt }) => apt).join(" ");
    console.log(
      `Missing: ${missing.map(({ what }) => what).join("; ")}. On Debian or Ubuntu: sudo apt-get install -y ${packages}`,
    );
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const aptGet = (...args) =>
    spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", "inherit"], env }).status === 0;
  aptGet("update");
  // One by one: what a distribution does not have keeps nothing else away.
  for (const { what, apt } of missing) {
    console.log(`Installing ${what} (apt)`);
    if (!aptGet("install", "-y", "--no-install-recommends", ...apt))
      console.log(`apt could not install ${apt.join(" ")}; the tests that need it are skipped.`);
  }
};
