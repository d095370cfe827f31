import { defineTool } from "@bean-brew/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { templateKey, type Template } from "../agent/templates.js";
import type { Visitor } from "../auth/gate.js";
import type { Site } from "../auth/sites.js";
import { admit, checkTemplates, type AdmissionOptions } from "./admission.js";

const NOW = Date.UTC(2026, 10, 23);
const SITE: Site = { id: "shop", key: "pk_shop", origins: ["https://shop.example"] };

const toolOf = (name: string, scope: "public" | "staff") =>
  defineTool({
    name,
    scope,
    description: name,
    label: name,
    kind: "read",
    schema: z.object({}),
    run: () => ({ result: {} }),
  });
const tools = [toolOf("find_order", "public"), toolOf("list_customers", "staff")];

const templateOf = (name: string): Template => ({
  name,
  agent: name,
  greeting: "Hello.",
  prompt: "Be kind.",
  listen: { provider: {} },
  think: { provider: {} },
  speak: { provider: { model: "aura-2-thalia-en" } },
  tools: tools.map((tool) => tool.name),
  phrases: { filler: "One moment.", stillThere: "Are you there?", wrapUp: "We are nearly out of time." },
});
const names = ["Bean & Brew", "Wholesale", "Barista school"];

const options: AdmissionOptions = {
  templates: new Map(names.map((name) => [templateKey(name), templateOf(name)])),
  defaultTemplate: "bean-&-brew",
  tools,
  timeZone: "America/New_York",
  resumeSeconds: 30,
  idlePromptSeconds: 60,
  idleSeconds: 120,
  maxSeconds: 900,
};

const admitted = (visitor: Partial<Visitor>, template?: string) =>
  admit(options, { template }, NOW, { address: "203.0.113.9", scope: "public", ...visitor });

describe("a visitor of a site", () => {
  it("gets the site's templates: the one asked for, or the first with a warning", () => {
    const site = { ...SITE, templates: ["wholesale", "bean-&-brew"] };
    expect(admitted({ site }).started.agent.name).toBe("Wholesale");
    expect(admitted({ site }, "BEAN & brew").started.agent.name).toBe("Bean & Brew");
    const refused = admitted({ site }, "barista school");
    expect(refused.started.agent.name).toBe("Wholesale");
    expect(refused.warnings).toMatchObject([{ code: "unknown_template" }]);
    expect(admitted({}, "barista school")).toMatchObject({
      warnings: [],
      started: { agent: { name: "Barista school" } },
    });
  });

  it("has the site's clocks, and the relay's where the site has none", () => {
    const site = { ...SITE, limits: { maxSeconds: 600, resumeSeconds: 10 } };
    expect(admitted({ site })).toMatchObject({
      maxMs: 600_000,
      resumeMs: 10_000,
      idleMs: 120_000,
      idlePromptMs: 60_000,
      started: { limits: { maxSeconds: 600, resumeSeconds: 10, idleSeconds: 120 } },
    });
    expect(admitted({})).toMatchObject({ maxMs: 900_000, resumeMs: 30_000 });
  });

  it("is a customer, or staff, where the site's server said so", () => {
    const functionsOf = (visitor: Partial<Visitor>) =>
      admitted(visitor).settings.agent.think.functions?.map(({ name }) => name);
    expect(admitted({ customerId: "CUST0001" }).identity).toEqual({ customerId: "CUST0001", by: "site", at: NOW });
    expect(admitted({})).not.toHaveProperty("identity");
    expect(functionsOf({})).toEqual(["find_order"]);
    expect(functionsOf({ scope: "staff" })).toEqual(["find_order", "list_customers"]);
    expect(admitted({ scope: "staff" }).scope).toBe("staff");
  });
});

it("a site that offers a template that there is not stops the relay from starting", () => {
  expect(() => checkTemplates(options, [SITE, { ...SITE, templates: ["whole sale"] }])).not.toThrow();
  expect(() => checkTemplates(options, [{ ...SITE, templates: ["wholesale", "banking"] }])).toThrow(
    'the site "shop" offers the template "banking", but there are only Bean & Brew, Wholesale, Barista school.',
  );
});
