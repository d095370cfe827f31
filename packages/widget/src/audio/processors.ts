import { captureInWorklet, playbackInWorklet, type OpenCapture, type OpenPlayback } from "./nodes.js";

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
  try {
    const { workletSource } = await import("./worklet-source.js");
    const blob = URL.createObjectURL(new Blob([workletSource], { type: "text/javascript" }));
    await worklet.addModule(blob).finally(() => URL.revokeObjectURL(blob));
    return IN_WORKLET;
  } catch (error) {
    refusals.push(error);
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

/** Makes the processors available in a context. What cannot be loaded falls back; rejects when that cannot be had either. */
export function loadProcessors(context: BaseAudioContext, explicitUrl?: string): Promise<Processors> {
  const worklet: AudioWorklet | undefined = context.audioWorklet;
  return worklet === undefined ? inPage() : addModule(worklet, explicitUrl);
}
