import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
// Only tests cross from one package to another by path: what writes models is no part of what is published.
import { onnxModel } from "../../../../emulator/src/speech/onnx.testing.js";
import { CONFIG, WEIGHTS, type NEEDED } from "./model-files.js";

type Files = Readonly<Record<(typeof NEEDED)[number], Buffer>>;

export interface TinyModelOptions {
  /** The words that it knows; each points in a direction of its own. */
  readonly words: readonly string[];
  /** What its configuration says of the vectors' size, where that is not true. */
  readonly saidDimensions?: number;
  /** Its vectors are as long as the text has word pieces. */
  readonly isSidewards?: boolean;
}

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];
const CLS = SPECIAL.indexOf("[CLS]");

/**
 * A sentence model of a few kilobytes, in all that its files, inputs and outputs are called and shaped as a real one:
 * texts lie near that have words in common.
 */
export function tinyModel({ words, saidDimensions, isSidewards = false }: TinyModelOptions): Files {
  const vocabulary = [...SPECIAL, ...words];
  const size = vocabulary.length;
  const directions = new Float32Array(size * size);
  // The first piece of every text, [CLS], points in the first direction.
  vocabulary.forEach((_, id) => (directions[id * size + ((id + size - CLS) % size)] = 1));
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  const special = { unk_token: "[UNK]", cls_token: "[CLS]", sep_token: "[SEP]", pad_token: "[PAD]" };
  return {
    [CONFIG]: json({
      model_type: "bert",
      architectures: ["BertModel"],
      hidden_size: saidDimensions ?? (isSidewards ? undefined : size),
      pad_token_id: 0,
      vocab_size: size,
    }),
    "tokenizer_config.json": json({ tokenizer_class: "BertTokenizer", model_max_length: 256, ...special }),
    "tokenizer.json": json({
      version: "1.0",
      added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true })),
      normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, lowercase: true },
      pre_tokenizer: { type: "BertPreTokenizer" },
      post_processor: {
        type: "TemplateProcessing",
        single: [
          { SpecialToken: { id: "[CLS]", type_id: 0 } },
          { Sequence: { id: "A", type_id: 0 } },
          { SpecialToken: { id: "[SEP]", type_id: 0 } },
        ],
        pair: [],
        special_tokens: {},
      },
      decoder: { type: "WordPiece", prefix: "##", cleanup: true },
      model: {
        type: "WordPiece",
        unk_token: "[UNK]",
        continuing_subword_prefix: "##",
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
      },
    }),
    [WEIGHTS]: onnxModel({
      inputs: [{ name: "input_ids", type: "int64", shape: ["batch", "length"] }],
      outputs: [{ name: "last_hidden_state", type: "float", shape: ["batch", "rows", "columns"] }],
      constants: [{ name: "directions", shape: [size, size], values: directions }],
      nodes: [
        { operator: "Gather", inputs: ["directions", "input_ids"], outputs: ["gathered"] },
        isSidewards
          ? {
              operator: "Transpose",
              inputs: ["gathered"],
              outputs: ["last_hidden_state"],
              attributes: { perm: [0, 2, 1] },
            }
          : { operator: "Identity", inputs: ["gathered"], outputs: ["last_hidden_state"] },
      ],
    }),
  };
}

export async function writeModel(folder: string, files: Readonly<Record<string, Buffer>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}
