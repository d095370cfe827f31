import type { WHISPER_FILES } from "./model-files.js";
import { onnxModel, type Constant, type Graph, type Node } from "./onnx.testing.js";
import { HEARING_RATE } from "./voice-activity.js";

/*
 * A whisper of a few kilobytes, in all that its files, inputs and outputs are called and shaped as the real one: it hears
 * tones. In each second of the 30 that whisper looks at, the loudest of its bands is a word; a quiet second is the end.
 */

/** How much sound makes a word, in seconds. */
const WORD_SECONDS = 1;

/** Whisper's features of 30 s: so many frames of so many bands, of which the encoder makes half as many states. */
const FRAMES = 3_000;
const BANDS = 80;
const STATES = FRAMES / 2;
const WORDS_HEARD = 30 / WORD_SECONDS;

/** The first word's band, and how far apart they are. */
const FIRST_BAND = 15;
const BAND_STEP = 5;

const MAX_WORDS = Math.floor((BANDS - FIRST_BAND) / BAND_STEP);

/** A band's mean, on the scale of the features, below which there is no word in a second. */
const QUIET = 0.1;

/** The middle of a band of the mel filter bank with which whisper hears, in Hz. */
function bandHz(band: number): number {
  const logStep = Math.log(6.4) / 27;
  const highest = 15 + Math.log(8) / logStep;
  const mel = ((band + 1) * highest) / (BANDS + 1);
  return mel < 15 ? (mel * 200) / 3 : 1_000 * Math.exp((mel - 15) * logStep);
}

const wave = (hz: number, at: number): number => Math.sin((2 * Math.PI * hz * at) / HEARING_RATE);

/**
 * The words as the model hears them, at 16 kHz: a tone for each, with a short silence around it. Its overtone makes it
 * pass for a voice, too.
 */
export function tones(vocabulary: readonly string[], spoken: readonly string[]): Int16Array {
  const length = WORD_SECONDS * HEARING_RATE;
  return Int16Array.from({ length: spoken.length * length }, (_, at) => {
    const within = (at % length) / length;
    if (within < 0.15 || within >= 0.85) return 0;
    const hz = bandHz(FIRST_BAND + vocabulary.indexOf(spoken[Math.floor(at / length)]!) * BAND_STEP);
    return Math.round(6_000 * (wave(hz, at) + 0.5 * wave(2 * hz, at)));
  });
}

const integers = (name: string, values: readonly number[], shape: readonly number[] = [values.length]): Constant => ({
  name,
  shape,
  values: BigInt64Array.from(values, BigInt),
});

const encoder: Graph = {
  inputs: [{ name: "input_features", type: "float", shape: ["batch", BANDS, FRAMES] }],
  outputs: [{ name: "last_hidden_state", type: "float", shape: ["batch", STATES, BANDS] }],
  constants: [],
  nodes: [
    {
      operator: "AveragePool",
      inputs: ["input_features"],
      outputs: ["halved"],
      attributes: { kernel_shape: [2], strides: [2] },
    },
    {
      operator: "Transpose",
      inputs: ["halved"],
      outputs: ["last_hidden_state"],
      attributes: { perm: [0, 2, 1] },
    },
  ],
};

/** What the decoder attends to: computed from the encoder's states at first, then taken from its cache. */
const seconds: Node[] = [
  {
    operator: "If",
    inputs: ["use_cache_branch"],
    outputs: ["seconds"],
    attributes: {
      then_branch: {
        inputs: [],
        outputs: [{ name: "cached", type: "float", shape: [1, 1, "seconds", BANDS] }],
        constants: [],
        nodes: [{ operator: "Identity", inputs: ["past_key_values.0.encoder.key"], outputs: ["cached"] }],
      },
      else_branch: {
        inputs: [],
        outputs: [{ name: "computed", type: "float", shape: [1, 1, "seconds", BANDS] }],
        constants: [],
        nodes: [
          { operator: "Unsqueeze", inputs: ["encoder_hidden_states", "one"], outputs: ["states"] },
          {
            operator: "AveragePool",
            inputs: ["states"],
            outputs: ["computed"],
            attributes: { kernel_shape: [STATES / WORDS_HEARD, 1], strides: [STATES / WORDS_HEARD, 1] },
          },
        ],
      },
    },
  },
  { operator: "Identity", inputs: ["seconds"], outputs: ["present.0.encoder.key"] },
  { operator: "Identity", inputs: ["seconds"], outputs: ["present.0.encoder.value"] },
];

/** Which seconds the tokens' logits are of: how many tokens came before, which the cache tells, less those of the prompt. */
const positions: Node[] = [
  { operator: "Shape", inputs: ["past_key_values.0.decoder.key"], outputs: ["past_shape"] },
  { operator: "Gather", inputs: ["past_shape", "second_axis"], outputs: ["past"] },
  { operator: "Shape", inputs: ["input_ids"], outputs: ["ids_shape"] },
  { operator: "Gather", inputs: ["ids_shape", "first_axis"], outputs: ["count"] },
  { operator: "Add", inputs: ["past", "count"], outputs: ["end"] },
  { operator: "Range", inputs: ["past", "end", "unit"], outputs: ["tokens"] },
  { operator: "Sub", inputs: ["tokens", "unit"], outputs: ["which"] },
];

const cache: Node[] = [
  { operator: "Unsqueeze", inputs: ["count", "zero"], outputs: ["counts"] },
  {
    operator: "Concat",
    inputs: ["one", "one", "counts", "bands"],
    outputs: ["fresh_shape"],
    attributes: { axis: 0 },
  },
  { operator: "ConstantOfShape", inputs: ["fresh_shape"], outputs: ["fresh"] },
  ...["key", "value"].map((part) => ({
    operator: "Concat",
    inputs: [`past_key_values.0.decoder.${part}`, "fresh"],
    outputs: [`present.0.decoder.${part}`],
    attributes: { axis: 2 },
  })),
];

function decoder(words: number, end: number, tokens: number): Graph {
  const weights = new Float32Array(BANDS * tokens);
  for (let word = 0; word < words; word++) weights[(FIRST_BAND + word * BAND_STEP) * tokens + word] = 1;
  const bias = new Float32Array(tokens).fill(-100);
  bias.fill(0, 0, words);
  bias[end] = QUIET;
  const caches = ["encoder.key", "encoder.value", "decoder.key", "decoder.value"];
  return {
    inputs: [
      { name: "input_ids", type: "int64", shape: ["batch", "length"] },
      { name: "encoder_hidden_states", type: "float", shape: ["batch", STATES, BANDS] },
      ...caches.map((name) => ({
        name: `past_key_values.0.${name}`,
        type: "float" as const,
        shape: ["batch", 1, `past_${name}`, BANDS],
      })),
      { name: "use_cache_branch", type: "bool", shape: [1] },
    ],
    outputs: [
      { name: "logits", type: "float", shape: ["batch", "length", tokens] },
      ...caches.map((name) => ({
        name: `present.0.${name}`,
        type: "float" as const,
        shape: ["batch", 1, `present_${name}`, BANDS],
      })),
    ],
    constants: [
      integers("zero", [0]),
      integers("one", [1]),
      integers("bands", [BANDS]),
      integers("first_axis", [1], []),
      integers("second_axis", [2], []),
      integers("unit", [1], []),
      { name: "weights", shape: [BANDS, tokens], values: weights },
      { name: "bias", shape: [tokens], values: bias },
    ],
    nodes: [
      ...seconds,
      ...positions,
      ...cache,
      { operator: "Squeeze", inputs: ["seconds", "one"], outputs: ["heard"] },
      { operator: "MatMul", inputs: ["heard", "weights"], outputs: ["weighed"] },
      { operator: "Add", inputs: ["weighed", "bias"], outputs: ["scores"] },
      { operator: "Gather", inputs: ["scores", "which"], outputs: ["logits"], attributes: { axis: 1 } },
    ],
  };
}

/** The files of a model that hears {@link tones} as these words, of which there are {@link MAX_WORDS} at most. */
export function tinyWhisper(words: readonly string[]): Record<(typeof WHISPER_FILES)[number], Buffer> {
  if (words.length > MAX_WORDS) throw new RangeError(`The model has bands for ${MAX_WORDS} words only.`);
  const special = ["<|endoftext|>", "<|startoftranscript|>", "<|notimestamps|>"];
  const end = words.length;
  const [start, noTimestamps] = [end + 1, end + 2];
  const tokens = noTimestamps + 1;
  const ids = { bos_token_id: end, eos_token_id: end, pad_token_id: end, decoder_start_token_id: start };
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  return {
    "config.json": json({
      model_type: "whisper",
      architectures: ["WhisperForConditionalGeneration"],
      is_encoder_decoder: true,
      d_model: BANDS,
      num_mel_bins: BANDS,
      encoder_layers: 1,
      encoder_attention_heads: 1,
      decoder_layers: 1,
      decoder_attention_heads: 1,
      max_source_positions: STATES,
      max_target_positions: WORDS_HEARD + 2,
      vocab_size: tokens,
      ...ids,
    }),
    "generation_config.json": json({
      ...ids,
      max_length: WORDS_HEARD + 2,
      forced_decoder_ids: [[1, noTimestamps]],
      no_timestamps_token_id: noTimestamps,
    }),
    "preprocessor_config.json": json({
      feature_extractor_type: "WhisperFeatureExtractor",
      processor_class: "WhisperProcessor",
      feature_size: BANDS,
      sampling_rate: HEARING_RATE,
      hop_length: 160,
      chunk_length: 30,
      n_fft: 400,
      n_samples: 30 * HEARING_RATE,
      nb_max_frames: FRAMES,
    }),
    "tokenizer_config.json": json({
      tokenizer_class: "WhisperTokenizer",
      bos_token: special[0],
      eos_token: special[0],
      pad_token: special[0],
      unk_token: special[0],
    }),
    "tokenizer.json": json({
      version: "1.0",
      added_tokens: special.map((content, i) => ({
        id: end + i,
        content,
        special: true,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
      })),
      normalizer: null,
      pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
      post_processor: null,
      decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true },
      model: {
        type: "BPE",
        // "Ġ" is how a byte-level vocabulary writes the space before a word.
        vocab: Object.fromEntries([...words.map((word) => `Ġ${word}`), ...special].map((text, i) => [text, i])),
        merges: [],
      },
    }),
    "onnx/encoder_model_quantized.onnx": onnxModel(encoder),
    "onnx/decoder_model_merged_quantized.onnx": onnxModel(decoder(words.length, end, tokens)),
  };
}
