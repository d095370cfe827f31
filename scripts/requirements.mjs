// What the tests need beside npm. What is there is used; as root on Debian or Ubuntu the rest is installed by apt;
// elsewhere this says what to type, and the tests that need it are skipped with that reason in their titles.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const onPath = (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;

const REQUIREMENTS = [
  { what: "Chromium", has: () => onPath("chromium") || existsSync(process.env.CHROME_PATH ?? ""), apt: ["chromium"] },
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
  const packages = missing.flatMap(({ apt }) => apt);
  const names = missing.map(({ what }) => what).join(" and ");
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    console.log(`Missing: ${names}. On Debian or Ubuntu: sudo apt-get install -y ${packages.join(" ")}`);
    return;
  }
  console.log(`Installing ${names} (apt)`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", "inherit"], env });
  apt("update");
  if (apt("install", "-y", "--no-install-recommends", ...packages).status !== 0) {
    console.log(`apt could not install ${packages.join(" ")}; the tests that need them are skipped.`);
  }
};
