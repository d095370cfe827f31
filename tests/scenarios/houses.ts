import { createHash } from "node:crypto";
import { readFaults } from "@bean-brew/emulator";
import type { HouseOptions } from "../house.js";
import { SCENARIOS } from "./playing.js";

/** The secret of the one site of houses that serve sites. */
export const SITE_SECRET = "the shop's own secret";

const SITES = JSON.stringify([
  {
    id: "shop",
    key: "pk_shop",
    origins: ["https://shop.example"],
    secretSha256: createHash("sha256").update(SITE_SECRET).digest("hex"),
  },
]);

/** Faults hold for every session of an emulator. */
const withFaults = (name: string): HouseOptions => ({
  env: { EMBEDDING_MODEL: "none" },
  faults: readFaults(SCENARIOS.get(name)?.faults ?? []),
});

/** Scenarios that cannot share a house with others, with what is different in theirs, and what is played in it. */
const APART: Readonly<Record<string, HouseOptions>> = {
  "staff-status": { env: { RELAY_SITES: SITES, EMBEDDING_MODEL: "none" } },
  "lost-agent": withFaults("lost-agent"),
  "lost-answer": withFaults("lost-answer"),
};

/** What is different in the house that a scenario needs; undefined where it shares one. */
export const houseOf = (name: string): HouseOptions | undefined =>
  Object.hasOwn(APART, name) ? APART[name] : undefined;
