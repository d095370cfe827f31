import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

const MAX_SITES = 1_000;
const MAX_ORIGINS = 100;
const MAX_TEMPLATES = 100;
const MAX_TEXT = 300;
const DAY_SECONDS = 86_400;
const MAX_SITE_SESSIONS = 100_000;

/** An origin as browsers send it: compared letter by letter, so it must be written as they write it. */
const isOrigin = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;

const text = z
  .string({ error: "must be a text" })
  .min(1, { error: "must not be empty" })
  .max(MAX_TEXT, {
    error: `must have at most ${MAX_TEXT} characters`,
  });

const list = <T extends z.ZodType>(item: T, most: number) =>
  z
    .array(item, { error: "must be a list" })
    .min(1, { error: "must not be empty" })
    .max(most, { error: `must have at most ${most} entries` });

const amount = (most: number, least = 1) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

const siteSchema = z.strictObject({
  id: text,
  /** Publishable: it stands in the page. */
  key: text,
  origins: list(
    text.refine(isOrigin, { error: "must be an origin such as https://shop.example, without a path" }),
    MAX_ORIGINS,
  ),
  /** Hex of the SHA-256 of the secret with which the site's own server mints tokens. */
  secretSha256: z
    .string({ error: "must be a text" })
    .regex(/^[\da-f]{64}$/i, { error: "must be the SHA-256 of the site's secret, 64 hexadecimal digits" })
    .optional(),
  /** Names of the templates that the site's pages may ask for; the first is its default. */
  templates: list(text, MAX_TEMPLATES).optional(),
  limits: z
    .strictObject({
      sessions: amount(MAX_SITE_SESSIONS).optional(),
      maxSeconds: amount(DAY_SECONDS).optional(),
      idleSeconds: amount(DAY_SECONDS).optional(),
      idlePromptSeconds: amount(DAY_SECONDS).optional(),
      resumeSeconds: amount(DAY_SECONDS, 0).optional(),
      wrapUpSeconds: amount(DAY_SECONDS, 0).optional(),
      farewellSeconds: amount(DAY_SECONDS).optional(),
      fillerMs: amount(DAY_SECONDS * 1_000).optional(),
      dollarsPerDay: z
        .number({ error: "must be a number of dollars" })
        .positive({ error: "must be a number of dollars" })
        .optional(),
    })
    .optional(),
});

/** A website that the relay serves. */
export type Site = z.infer<typeof siteSchema>;

const sitesSchema = list(siteSchema, MAX_SITES);

/** "the site "shop", field origins.0, must be …" */
const describe = (sites: unknown, issue: z.core.$ZodIssue): string => {
  const [index, ...path] = issue.path;
  if (index === undefined) return `it ${issue.message}`;
  const site: unknown = Array.isArray(sites) ? sites[Number(index)] : undefined;
  const id = typeof site === "object" && site !== null && "id" in site && typeof site.id === "string" ? site.id : "";
  const name = id === "" ? `the site number ${Number(index) + 1}` : `the site "${id}"`;
  if (issue.code === "unrecognized_keys") return `${name} has an unknown field, ${[...path, issue.keys[0]].join(".")}`;
  if (path.length === 0) return `${name} must be an object with id, key and origins`;
  return `${name}: its field ${path.join(".")} ${issue.message}`;
};

const twice = (values: readonly string[]): string | undefined =>
  values.find((value, index) => values.indexOf(value) !== index);

const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    throw new RangeError("it is no JSON: give a list of sites, or the path of a file with one");
  }
};

const readSource = (value: string): string => {
  if (value.trimStart().startsWith("[")) return value;
  try {
    return readFileSync(value, "utf8");
  } catch {
    throw new RangeError(`the file ${value} cannot be read; a list of sites itself begins with "["`);
  }
};

/**
 * Reads `RELAY_SITES`: JSON that begins with `[`, or the path of a file of it.
 * @throws RangeError saying which field of which site is wrong, and how.
 */
export const readSites = (value: string): readonly Site[] => {
  const given = parseJson(readSource(value));
  const { success, data, error } = sitesSchema.safeParse(given);
  if (!success) throw new RangeError(describe(given, error.issues[0]!));
  for (const field of ["id", "key"] as const) {
    const double = twice(data.map((site) => site[field]));
    if (double !== undefined) throw new RangeError(`two sites have the ${field} "${double}"`);
  }
  return data;
};

const digest = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** Whether two secrets are the same, in a time that says nothing of where they differ. */
export const isSameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

/** The site whose secret this is. Every site is looked at, so that the time says nothing of which it was. */
export const siteBySecret = (sites: readonly Site[], secret: string): Site | undefined => {
  const given = digest(secret);
  const found = sites.filter(({ secretSha256 }) =>
    timingSafeEqual(given, secretSha256 === undefined ? Buffer.alloc(given.length) : Buffer.from(secretSha256, "hex")),
  );
  return found[0];
};
