// Truthy, so that @xenova/transformers takes pictures for possible.
export default {};
