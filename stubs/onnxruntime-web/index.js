// @xenova/transformers writes its options into this.
export const env = { wasm: {} };
export default { env };
