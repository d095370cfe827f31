import { WORKLET_FILE } from "../worklets/names.js";

/** The worklet's source, put here by the build, for pages where the file cannot be had and `blob:` may be used. */
declare const __WORKLET_SOURCE__: string;

/** The file beside this script. Its URL is read at load, while it is known. */
const FILE_URL = new URL(`./${WORKLET_FILE}`, import.meta.url).href;

/** How a context runs the processors: in the audio thread, or in the page's as the last resort. */
export type ProcessorKind = "worklet" | "script";

let told = false;

/** Adds the module by its file, or by `blob:`. Each may be refused by the page's Content-Security-Policy. */
async function addModule(worklet: AudioWorklet, explicit: string | undefined): Promise<ProcessorKind> {
  const refusals: unknown[] = [];
  for (const url of explicit === undefined ? [FILE_URL] : [explicit, FILE_URL]) {
    try {
      await worklet.addModule(url);
      return "worklet";
    } catch (error) {
      refusals.push(error);
    }
  }
  const blob = URL.createObjectURL(new Blob([__WORKLET_SOURCE__], { type: "text/javascript" }));
  try {
    await worklet.addModule(blob);
    return "worklet";
  } catch (error) {
    refusals.push(error);
  } finally {
    URL.revokeObjectURL(blob);
  }
  if (!told) {
    told = true;
    console.warn(
      `<bean-brew-agent> could not load its audio worklet, so audio runs in the page's own thread and may stutter. ` +
        `If the page has a Content-Security-Policy, let script-src allow ${explicit ?? FILE_URL}.`,
      ...refusals,
    );
  }
  return "script";
}

const loading = new WeakMap<BaseAudioContext, Promise<ProcessorKind>>();

/** Makes the processors available in a context, once. Never rejects: what cannot be loaded falls back. */
export function loadProcessors(context: BaseAudioContext, explicitUrl?: string): Promise<ProcessorKind> {
  const known = loading.get(context);
  if (known !== undefined) return known;
  const worklet: AudioWorklet | undefined = context.audioWorklet;
  const kind = worklet === undefined ? Promise.resolve("script" as const) : addModule(worklet, explicitUrl);
  loading.set(context, kind);
  return kind;
}
