import type { FunctionDefinition } from "@bean-brew/tools";
import type { Settings } from "./messages.js";
import type { Template } from "./templates.js";

/** Voices that a page may ask for: Deepgram's Aura, by its model's name. */
const VOICE = /^aura-2-[a-z]+-[a-z]{2}$/;

export interface SettingsInput {
  readonly functions: readonly FunctionDefinition[];
  readonly inputRate: number;
  readonly outputRate: number;
  readonly timeZone: string;
  readonly now: number;
  readonly voiceModel?: string | undefined;
}

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);

/** The voice that a session speaks with: the one asked for if it is one, else the template's. */
export const voiceOf = (template: Template, asked: string | undefined): string =>
  asked !== undefined && VOICE.test(asked) ? asked : template.speak.provider.model;

/** The one Settings message of a session. */
export const settingsOf = (template: Template, input: SettingsInput): Settings => {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat("en-US", { ...options, timeZone: input.timeZone }).format(input.now);
  const values = {
    today: format({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
    time: format({ hour: "numeric", minute: "2-digit" }),
    time_zone: input.timeZone,
  };
  return {
    type: "Settings",
    audio: {
      input: { encoding: "linear16", sample_rate: input.inputRate },
      output: { encoding: "linear16", sample_rate: input.outputRate, container: "none" },
    },
    agent: {
      listen: template.listen,
      think: { ...template.think, prompt: fill(template.prompt, values), functions: input.functions },
      speak: { provider: { ...template.speak.provider, model: voiceOf(template, input.voiceModel) } },
      greeting: fill(template.greeting, values),
    },
  };
};
