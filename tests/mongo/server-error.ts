/** Errors with MongoDB's codes. */
export const CODES = {
  BadValue: 2,
  FailedToParse: 9,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  CursorNotFound: 43,
  DollarPrefixedFieldName: 52,
  CommandNotFound: 59,
  CannotCreateIndex: 67,
  IndexOptionsConflict: 85,
  DocumentValidationFailure: 121,
  UnknownField: 40415,
  DuplicateKey: 11_000,
} as const;

export class ServerError extends Error {
  override readonly name = "ServerError";
  readonly codeName: keyof typeof CODES;
  constructor(codeName: keyof typeof CODES, message: string) {
    super(message);
    this.codeName = codeName;
  }
  get code(): number {
    return CODES[this.codeName];
  }
}

/** @throws ServerError when an object has a field that is not among those that are known here. */
export const onlyKnows = (what: string, given: object, known: readonly string[]): void => {
  for (const field of Object.keys(given)) {
    if (!known.includes(field)) throw new ServerError("UnknownField", `'${what}.${field}' is an unknown field.`);
  }
};
