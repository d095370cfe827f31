import { env, pipeline } from "@xenova/transformers";

/** What the process is asked, once it has said that it is ready: 16-bit samples at 16 kHz. One turn at a time. */
export type HearingRequest = Int16Array;

export type HearingAnswer = { ready: true } | { text: string } | { error: string };

/** Whisper looks at so much at once, in seconds; a longer turn is heard in parts that overlap. */
const WINDOW_SECONDS = 30;
const WINDOW_SAMPLES = WINDOW_SECONDS * 16_000;

const [folder = "", model = ""] = process.argv.slice(2);

env.localModelPath = folder;
env.cacheDir = folder;
env.allowRemoteModels = false;

const tell = (answer: HearingAnswer): void => void process.send?.(answer);

process.on("disconnect", () => process.exit(0));
const recognise = await pipeline("automatic-speech-recognition", model, { quantized: true });

async function hear(samples: Int16Array): Promise<string> {
  const heard = await recognise(
    Float32Array.from(samples, (sample) => sample / 32_768),
    samples.length > WINDOW_SAMPLES ? { chunk_length_s: WINDOW_SECONDS } : {},
  );
  return (Array.isArray(heard) ? heard : [heard]).map(({ text }) => text).join(" ");
}

process.on("message", (samples: HearingRequest) => {
  hear(samples).then(
    (text) => tell({ text }),
    (cause: unknown) => tell({ error: String(cause) }),
  );
});
tell({ ready: true });
