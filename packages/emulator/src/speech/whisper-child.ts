import { env, pipeline, type AutomaticSpeechRecognitionPipeline } from "@xenova/transformers";

/** What the process is asked, once it has said that it is ready. */
export interface HearingRequest {
  id: number;
  /** 16-bit samples at 16 kHz. */
  samples: Int16Array;
}

export type HearingAnswer = { ready: true } | { id: number; text: string } | { id: number; error: string };

const [folder = "", model = ""] = process.argv.slice(2);

env.localModelPath = folder;
env.cacheDir = folder;
env.allowRemoteModels = false;

function tell(answer: HearingAnswer): void {
  process.send?.(answer);
}

async function hear(recognise: AutomaticSpeechRecognitionPipeline, samples: Int16Array): Promise<string> {
  const heard = await recognise(Float32Array.from(samples, (sample) => sample / 32_768));
  return (Array.isArray(heard) ? heard : [heard]).map(({ text }) => text).join(" ");
}

process.on("disconnect", () => process.exit(0));
const recognise = await pipeline("automatic-speech-recognition", model, { quantized: true });
process.on("message", ({ id, samples }: HearingRequest) => {
  hear(recognise, samples).then(
    (text) => tell({ id, text }),
    (cause: unknown) => tell({ id, error: String(cause) }),
  );
});
tell({ ready: true });
