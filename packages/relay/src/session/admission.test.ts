import { defineTool } from "@bean-brew/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { templateKey, type Template } from "../agent/templates.js";
import type { Visitor } from "../auth/gate.js";
import type { Site } from "../auth/sites.js";
import { admit, checkTemplates, startProblem, type AdmissionOptions } from "./admission.js";

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

const speech = (voice: string, greeting: string) => ({
  greeting,
  listen: { provider: { model: voice.slice(-2) } },
  speak: { provider: { model: voice } },
  phrases: { filler: "…", stillThere: "…?", wrapUp: "…!", goodbye: "…." },
});

const templateOf = (name: string): Template => ({
  name,
  agent: name,
  scope: name === "Back office" ? "staff" : "public",
  prompt: "Be kind. Speak {language}.",
  think: { provider: {} },
  languages: {
    en: speech("aura-2-thalia-en", "Hello."),
    es: speech("aura-2-celeste-es", "Hola."),
    "pt-BR": speech("aura-2-rita-pt", "Olá."),
  },
  tools: tools.map((tool) => tool.name),
  confirm: [],
});
const names = ["Bean & Brew", "Wholesale", "Barista school", "Back office"];

const options: AdmissionOptions = {
  templates: new Map(names.map((name) => [templateKey(name), templateOf(name)])),
  defaultTemplate: "bean-&-brew",
  tools,
  timeZone: "America/New_York",
  resumeSeconds: 30,
  idlePromptSeconds: 60,
  idleSeconds: 120,
  maxSeconds: 900,
  wrapUpSeconds: 60,
  farewellSeconds: 3,
  fillerMs: 1_200,
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
    const site = {
      ...SITE,
      limits: { maxSeconds: 600, resumeSeconds: 10, wrapUpSeconds: 30, farewellSeconds: 5, fillerMs: 900 },
    };
    expect(admitted({ site })).toMatchObject({
      maxMs: 600_000,
      resumeMs: 10_000,
      wrapUpMs: 30_000,
      farewellMs: 5_000,
      fillerMs: 900,
      idleMs: 120_000,
      idlePromptMs: 60_000,
      started: { limits: { maxSeconds: 600, resumeSeconds: 10, idleSeconds: 120 } },
    });
    expect(admitted({})).toMatchObject({
      maxMs: 900_000,
      resumeMs: 30_000,
      wrapUpMs: 60_000,
      farewellMs: 3_000,
      fillerMs: 1_200,
    });
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

describe("a page's language", () => {
  const spoken = (locale?: string, voiceModel?: string) => {
    const { settings, started } = admit(
      options,
      { ...(locale !== undefined && { context: { locale } }), ...(voiceModel !== undefined && { voiceModel }) },
      NOW,
      { address: "203.0.113.9", scope: "public" },
    );
    const { greeting, listen, think } = settings.agent;
    return [greeting, listen.provider["model"], started.agent.voice, think.prompt];
  };

  it.each([
    ["es", ["Hola.", "es", "aura-2-celeste-es", "Be kind. Speak Spanish."]],
    ["ES-mx", ["Hola.", "es", "aura-2-celeste-es", "Be kind. Speak Spanish."]],
    ["pt", ["Olá.", "pt", "aura-2-rita-pt", "Be kind. Speak Brazilian Portuguese."]],
    ["en-GB", ["Hello.", "en", "aura-2-thalia-en", "Be kind. Speak English."]],
    ["fr", ["Hello.", "en", "aura-2-thalia-en", "Be kind. Speak English."]],
    ["not a tag!", ["Hello.", "en", "aura-2-thalia-en", "Be kind. Speak English."]],
    [undefined, ["Hello.", "en", "aura-2-thalia-en", "Be kind. Speak English."]],
  ])("%s chooses greeting, listening, voice and language", (locale, expected) => {
    expect(spoken(locale)).toEqual(expected);
  });

  it("may have the voice that the page asks for, if that speaks it", () => {
    expect(spoken("en", "aura-2-luna-en")[2]).toBe("aura-2-luna-en");
    expect(spoken("es", "aura-2-luna-en")[2]).toBe("aura-2-celeste-es");
    expect(spoken("en", "../../etc")[2]).toBe("aura-2-thalia-en");
  });
});

it("the page's tools have names of their own: none of the shop's, whoever may call that", () => {
  const offer = (name: string) =>
    startProblem(options, { clientTools: [{ name, description: "", parameters: { type: "object" } }] });
  for (const name of ["find_order", "list_customers"]) expect(offer(name)).toMatchObject({ code: "bad_message" });
  expect([offer("show_map"), startProblem(options, {})]).toEqual([undefined, undefined]);
});

it("a template for the staff is offered to nobody else", () => {
  const asked = (scope: "public" | "staff") => admitted({ scope }, "back office");
  expect(asked("staff")).toMatchObject({ warnings: [], started: { agent: { name: "Back office" } } });
  expect(asked("public").started.agent.name).toBe("Bean & Brew");
  expect(asked("public").warnings).toMatchObject([{ code: "unknown_template" }]);
  const first = { ...SITE, templates: ["back office", "wholesale"] };
  expect(admitted({ site: first }).started.agent.name).toBe("Wholesale");
  expect(() => checkTemplates(options, [{ ...SITE, templates: ["back office"] }])).toThrow("for its staff only");
});

it("a site that offers a template that there is not stops the relay from starting", () => {
  expect(() => checkTemplates(options, [SITE, { ...SITE, templates: ["whole sale"] }])).not.toThrow();
  expect(() => checkTemplates(options, [{ ...SITE, templates: ["wholesale", "banking"] }])).toThrow(
    'the site "shop" offers the template "banking", but there are only Bean & Brew, Wholesale, Barista school, Back office.',
  );
});

it("a template's writes are confirmed where it says so, and only writes can be", () => {
  const write = { ...toolOf("cancel_order", "public"), kind: "write" } as const;
  const confirming = (...confirm: string[]): AdmissionOptions => {
    const template = { ...templateOf("Bean & Brew"), tools: ["find_order", "cancel_order"], confirm };
    return { ...options, tools: [...tools, write], templates: new Map([[templateKey(template.name), template]]) };
  };
  const terms = admit(confirming("cancel_order"), {}, NOW, { address: "203.0.113.9", scope: "public" });
  const offered = terms.settings.agent.think.functions?.map(({ parameters }) => JSON.stringify(parameters));
  expect(offered?.map((parameters) => parameters.includes("confirmation"))).toEqual([false, true]);
  expect(terms.tools.map(({ name }) => name)).toEqual(["find_order", "cancel_order"]);
  expect(() => checkTemplates(confirming("cancel_order"), [])).not.toThrow();
  expect(() => checkTemplates(confirming("find_order"), [])).toThrow(
    "The template Bean & Brew is not valid: its field confirm says find_order is no tool that writes",
  );
});
