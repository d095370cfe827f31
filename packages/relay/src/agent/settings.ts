import type { FunctionDefinition } from "@bean-brew/tools";
import { isVoiceOf, languageName } from "./languages.js";
import type { Settings } from "./messages.js";
import type { Language, Template } from "./templates.js";

export interface SettingsInput {
  /** The tag of the one of the template's languages that is spoken. */
  readonly language: string;
  readonly functions: readonly FunctionDefinition[];
  readonly inputRate: number;
  readonly outputRate: number;
  readonly timeZone: string;
  readonly now: number;
  readonly voiceModel?: string | undefined;
}

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);

/** What the template has for that language. */
export const speechOf = (template: Template, language: string): Language => template.languages[language]!;

/** The voice that a session speaks with: the one asked for if it is one of that language, else the template's. */
export const voiceOf = (template: Template, language: string, asked: string | undefined): string =>
  asked !== undefined && isVoiceOf(language, asked) ? asked : speechOf(template, language).speak.provider.model;

const formatsIn = (timeZone: string) => ({
  date: new Intl.DateTimeFormat("en-US", {
    weekday: "long",
    year: "numeric",
    month: "long",
    day: "numeric",
    timeZone,
  }),
  time: new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit", timeZone }),
});

/** A format takes milliseconds to make: too long to stall the audio of others at the beginning of each session. */
const made = new Map<string, ReturnType<typeof formatsIn>>();

const formatsOf = (timeZone: string): ReturnType<typeof formatsIn> => {
  const formats = made.get(timeZone) ?? formatsIn(timeZone);
  made.set(timeZone, formats);
  return formats;
};

/** The one Settings message of a session. */
export const settingsOf = (template: Template, input: SettingsInput): Settings => {
  const { greeting, listen, speak } = speechOf(template, input.language);
  const { date, time } = formatsOf(input.timeZone);
  const values = {
    today: date.format(input.now),
    time: time.format(input.now),
    time_zone: input.timeZone,
    language: languageName(input.language),
  };
  return {
    type: "Settings",
    audio: {
      input: { encoding: "linear16", sample_rate: input.inputRate },
      output: { encoding: "linear16", sample_rate: input.outputRate, container: "none" },
    },
    agent: {
      listen,
      think: { ...template.think, prompt: fill(template.prompt, values), functions: input.functions },
      speak: { provider: { ...speak.provider, model: voiceOf(template, input.language, input.voiceModel) } },
      greeting: fill(greeting, values),
    },
  };
};
