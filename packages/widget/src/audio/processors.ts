import { captureInWorklet, playbackInWorklet, type OpenCapture, type OpenPlayback } from "./nodes.js";

/** The worklet's source, put here by the build, for pages where the file cannot be had and `blob:` may be used. */
declare const __WORKLET_SOURCE__: string;

/**
 * The file beside this script, written out so that bundlers see it and bring it along. A bundle that is a classic script
 * has no URL to find it by.
 */
const FILE_URL: string | undefined = import.meta.url && new URL("./bean-brew-worklets.js", import.meta.url).href;

/** How a context runs the processors: in the audio thread, or in the page's as the last resort. */
export interface Processors {
  readonly capture: OpenCapture;
  readonly playback: OpenPlayback;
}

const IN_WORKLET: Processors = { capture: captureInWorklet, playback: playbackInWorklet };

async function inPage(): Promise<Processors> {
  const { captureInPage, playbackInPage } = await import("./script-nodes.js");
  return { capture: captureInPage, playback: playbackInPage };
}

let told = false;

/** Adds the module by its file, or by `blob:`. Each may be refused by the page's Content-Security-Policy. */
async function addModule(worklet: AudioWorklet, explicit: string | undefined): Promise<Processors> {
  const refusals: unknown[] = [];
  const urls = [explicit, FILE_URL].filter((url) => url !== undefined);
  for (const url of urls) {
    try {
      await worklet.addModule(url);
      return IN_WORKLET;
    } catch (error) {
      refusals.push(error);
    }
  }
  const blob = URL.createObjectURL(new Blob([__WORKLET_SOURCE__], { type: "text/javascript" }));
  try {
    await worklet.addModule(blob);
    return IN_WORKLET;
  } catch (error) {
    refusals.push(error);
  } finally {
    URL.revokeObjectURL(blob);
  }
  if (!told) {
    told = true;
    console.warn(
      `<bean-brew-agent> could not load its audio worklet, so audio runs in the page's own thread and may stutter. ` +
        `If the page has a Content-Security-Policy, let script-src allow ${urls[0] ?? "what worklet-url names"}.`,
      ...refusals,
    );
  }
  return inPage();
}

const loading = new WeakMap<BaseAudioContext, Promise<Processors>>();

/** Makes the processors available in a context, once. What cannot be loaded falls back; rejects when that cannot be had either. */
export function loadProcessors(context: BaseAudioContext, explicitUrl?: string): Promise<Processors> {
  const known = loading.get(context);
  if (known !== undefined) return known;
  const worklet: AudioWorklet | undefined = context.audioWorklet;
  const processors = worklet === undefined ? inPage() : addModule(worklet, explicitUrl);
  loading.set(context, processors);
  return processors;
}
