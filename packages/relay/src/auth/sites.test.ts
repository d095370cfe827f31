import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isSameSecret, readSites, siteBySecret } from "./sites.js";

const SHOP = { id: "shop", key: "pk_shop", origins: ["https://shop.example"] };
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const read = (...sites: readonly unknown[]) => readSites(JSON.stringify(sites));

describe("the sites", () => {
  it("are read from the variable itself, or from a file", () => {
    const site = {
      ...SHOP,
      secretSha256: sha256("s3cret"),
      templates: ["bean-and-brew"],
      limits: { sessions: 50, maxSeconds: 600, dollarsPerDay: 40 },
    };
    expect(read(site)).toEqual([site]);
    const file = join(mkdtempSync(join(tmpdir(), "bean-brew-sites-")), "sites.json");
    writeFileSync(file, JSON.stringify([site]));
    expect(readSites(file)).toEqual([site]);
  });

  it.each([
    [[], "it must not be empty"],
    [["shop"], "the site number 1 must be an object with id, key and origins"],
    [[{ ...SHOP, id: 7 }], "the site number 1: its field id must be a text"],
    [[{ ...SHOP, id: "" }], "the site number 1: its field id must not be empty"],
    [[SHOP, { ...SHOP, id: "x".repeat(301) }], "its field id must have at most 300 characters"],
    [[{ ...SHOP, key: undefined }], 'the site "shop": its field key must be a text'],
    [[{ ...SHOP, origins: [] }], 'the site "shop": its field origins must not be empty'],
    [[{ ...SHOP, origins: ["https://shop.example/"] }], "its field origins.0 must be an origin such as"],
    [[{ ...SHOP, origins: ["https://a.example", "*"] }], "its field origins.1 must be an origin such as"],
    [[{ ...SHOP, origins: ["https://Shop.example"] }], "its field origins.0 must be an origin such as"],
    [[{ ...SHOP, origins: ["file://x"] }], "its field origins.0 must be an origin such as"],
    [[{ ...SHOP, origins: Array(101).fill("https://a.example") }], "its field origins must have at most 100 entries"],
    [[{ ...SHOP, secretSha256: "s3cret" }], 'the site "shop": its field secretSha256 must be the SHA-256 of'],
    [[{ ...SHOP, limits: { sessions: 0 } }], "its field limits.sessions must be a whole number from 1 to"],
    [[{ ...SHOP, limits: { dollars: 1 } }], 'the site "shop" has an unknown field, limits.dollars'],
    [[{ ...SHOP, orgins: [] }], 'the site "shop" has an unknown field, orgins'],
    [[SHOP, SHOP], 'two sites have the id "shop"'],
    [[SHOP, { ...SHOP, id: "other" }], 'two sites have the key "pk_shop"'],
  ])("refuses %j: %s", (sites, sentence) => {
    expect(() => read(...sites)).toThrow(sentence);
  });

  it("refuses what is neither JSON nor a file", () => {
    expect(() => readSites("[{")).toThrow("it is no JSON");
    expect(() => readSites("/nowhere/sites.json")).toThrow("the file /nowhere/sites.json cannot be read");
  });
});

describe("a secret", () => {
  it("is known by its hash", () => {
    const sites = read(SHOP, { ...SHOP, id: "other", key: "pk_other", secretSha256: sha256("s3cret") });
    expect(siteBySecret(sites, "s3cret")?.id).toBe("other");
    expect(siteBySecret(sites, "s3cre")).toBeUndefined();
    expect(siteBySecret(sites, "")).toBeUndefined();
  });

  it("is compared as a whole", () => {
    expect(isSameSecret("abc", "abc")).toBe(true);
    expect(isSameSecret("abc", "abcd")).toBe(false);
  });
});
