/** Flite's voices that speak at 16 kHz: a woman, a man, a Scotsman, and the old robot. */
export const VOICES = ["slt", "rms", "awb", "kal16"] as const;
export type Voice = (typeof VOICES)[number];

/** The voices of Aura and Flux that are men's; the others are women's. */
const MEN = new Set(
  (
    "angus apollo arcas aries atlas bruce cole draco drew helios hermes hyperion jack janus jupiter marcus mars neptune " +
    "odysseus orion orpheus perseus pluto rufus saturn zeus"
  ).split(" "),
);

/** Those with an accent of the British Isles. */
const ISLANDERS = new Set(["angus", "draco"]);

/**
 * The Flite voice for a Deepgram voice (`aura-2-thalia-en`) or a Flite voice's own name.
 * A name that is neither speaks as a woman.
 */
export function voiceFor(model: string | undefined): Voice {
  const own = VOICES.find((voice) => voice === model);
  if (own) return own;
  const names = (model ?? "").toLowerCase().split("-");
  if (names.some((name) => ISLANDERS.has(name))) return "awb";
  return names.some((name) => MEN.has(name)) ? "rms" : "slt";
}
