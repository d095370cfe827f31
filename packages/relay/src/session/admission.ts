import { randomBytes, randomUUID } from "node:crypto";
import { confirmed, functionsOf, type Tool } from "@bean-brew/tools";
import {
  DEFAULT_INPUT_SAMPLE_RATE,
  DEFAULT_OUTPUT_SAMPLE_RATE,
  type ErrorMessage,
  type ServerMessage,
  type StartData,
} from "@bean-brew/widget/protocol";
import { chooseLanguage } from "../agent/languages.js";
import { settingsOf, speechOf, voiceOf } from "../agent/settings.js";
import { templateKey, type Template } from "../agent/templates.js";
import type { Visitor } from "../auth/gate.js";
import type { Site } from "../auth/sites.js";
import { errorOf, StartError } from "../errors.js";
import type { Ms, Terms } from "./types.js";

/** How long the agent may take to be ready, in ms. */
const OPEN_MS = 10_000;

/** A session's clocks: the relay's, of which a site may have its own. */
export interface Clocks {
  readonly resumeSeconds: number;
  readonly idlePromptSeconds: number;
  readonly idleSeconds: number;
  readonly maxSeconds: number;
  readonly wrapUpSeconds: number;
  readonly farewellSeconds: number;
  readonly fillerMs: number;
}

export interface AdmissionOptions extends Clocks {
  readonly templates: ReadonlyMap<string, Template>;
  readonly defaultTemplate: string;
  readonly tools: readonly Tool[];
  readonly timeZone: string;
}

/**
 * Chooses the template that was asked for, or the default with a warning. A site may offer some only; its first is
 * its default. One for the staff is offered to nobody else.
 */
const chooseTemplate = (
  options: AdmissionOptions,
  data: StartData,
  { site, scope }: Visitor,
): readonly [Template, readonly ServerMessage[]] => {
  const asked = data.template ?? data.industry;
  const offered = (name: string): Template | undefined => {
    const found = options.templates.get(templateKey(name));
    return found?.scope === "staff" && scope !== "staff" ? undefined : found;
  };
  const names = site?.templates ?? [options.defaultTemplate];
  const fallback = names.map(offered).find((template) => template !== undefined);
  if (!fallback) throw new Error(`There is no template for ${site?.id ?? "anybody"} but for the staff.`);
  if (asked === undefined) return [fallback, []];
  const isOfSite = site?.templates?.some((name) => templateKey(name) === templateKey(asked)) ?? true;
  const found = isOfSite ? offered(asked) : undefined;
  if (found) return [found, []];
  const message = "The agent that this page asked for is not offered here; the usual one answers.";
  return [fallback, [{ type: "warning", code: "unknown_template", message }]];
};

/**
 * @throws StartError when a template asks for confirmation of what does not write, or when a site names a template
 * that there is not, or has none for who is not of its staff.
 */
export const checkTemplates = (options: AdmissionOptions, sites: readonly Site[]): void => {
  const { templates } = options;
  for (const template of templates.values()) {
    try {
      toolsOf(options, template);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new StartError(`The template ${template.name} is not valid: its field confirm says ${error.message}.`, {
        cause: error,
      });
    }
  }
  for (const site of sites) {
    if (site.templates?.every((name) => templates.get(templateKey(name))?.scope === "staff")) {
      throw new StartError(
        `RELAY_SITES is not valid: the site "${site.id}" offers templates for its staff only; add one for everybody.`,
      );
    }
    const unknown = site.templates?.find((name) => !templates.has(templateKey(name)));
    if (unknown === undefined) continue;
    const names = [...templates.values()].map(({ name }) => name).join(", ");
    throw new StartError(
      `RELAY_SITES is not valid: the site "${site.id}" offers the template "${unknown}", but there are only ${names}.`,
    );
  }
};

/** What a template's agent may call; what is to be confirmed writes only once the caller has agreed. */
const toolsOf = ({ tools }: Pick<AdmissionOptions, "tools">, template: Template): readonly Tool[] =>
  confirmed(
    tools.filter((tool) => template.tools.includes(tool.name)),
    template.confirm,
  );

/** Why a start cannot be granted: the page offers a tool by the name of one of the shop's. */
export const startProblem = (options: AdmissionOptions, data: StartData): ErrorMessage | undefined => {
  const taken = data.clientTools?.find(({ name }) => options.tools.some((tool) => tool.name === name));
  return taken && errorOf("bad_message", `The name of the page's tool ${taken.name} is taken: choose another.`);
};

/** Settles the terms of a session from who asks, and for what; `again` is the one that is taken up. */
export const admit = (
  options: AdmissionOptions,
  data: StartData,
  now: Ms,
  visitor: Visitor,
  again?: { readonly sessionId: string; readonly token: string },
): Terms => {
  const { site, scope, customerId } = visitor;
  const [template, warnings] = chooseTemplate(options, data, visitor);
  const language = chooseLanguage(Object.keys(template.languages), data.context?.locale);
  const tools = toolsOf(options, template);
  const inputRate = data.audio?.input?.sampleRate ?? DEFAULT_INPUT_SAMPLE_RATE;
  const outputRate = data.audio?.output?.sampleRate ?? DEFAULT_OUTPUT_SAMPLE_RATE;
  const clocks: Clocks = { ...options, ...site?.limits };
  const { resumeSeconds, idleSeconds, maxSeconds } = clocks;
  const clientTools = data.clientTools ?? [];
  return {
    settings: settingsOf(template, {
      language,
      functions: [...functionsOf(tools, scope), ...clientTools],
      inputRate,
      outputRate,
      timeZone: options.timeZone,
      now,
      voiceModel: data.voiceModel,
    }),
    started: {
      type: "session_started",
      sessionId: again?.sessionId ?? randomUUID(),
      resumeToken: again?.token ?? randomBytes(32).toString("base64url"),
      resumed: false,
      audio: {
        input: { encoding: "linear16", sampleRate: inputRate },
        output: { encoding: "linear16", sampleRate: outputRate },
      },
      agent: { name: data.voiceName ?? template.agent, voice: voiceOf(template, language, data.voiceModel) },
      limits: { idleSeconds, maxSeconds, resumeSeconds },
    },
    tools,
    labels: new Map(tools.map((tool) => [tool.name, tool.label])),
    scope,
    ...(customerId !== undefined && { identity: { customerId, by: "site", at: now } as const }),
    warnings,
    clientTools: new Set(clientTools.map(({ name }) => name)),
    writeTools: new Set(tools.filter(({ kind }) => kind === "write").map((tool) => tool.name)),
    phrases: speechOf(template, language).phrases,
    openMs: OPEN_MS,
    resumeMs: resumeSeconds * 1_000,
    idlePromptMs: clocks.idlePromptSeconds * 1_000,
    idleMs: idleSeconds * 1_000,
    maxMs: maxSeconds * 1_000,
    wrapUpMs: clocks.wrapUpSeconds * 1_000,
    fillerMs: clocks.fillerMs,
    farewellMs: clocks.farewellSeconds * 1_000,
  };
};
