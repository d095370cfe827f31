import { deserialize, serialize, type Document } from "bson";

/** MongoDB's wire protocol, as far as its drivers speak it today: OP_MSG, and OP_QUERY for the first greeting. */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
/** What MongoDB takes. */
export const MAX_MESSAGE_BYTES = 48_000_000;

/** A command that came, with what its answer needs. */
export interface Request {
  readonly id: number;
  readonly isLegacy: boolean;
  readonly command: Document;
}

/** Cuts a stream of bytes into messages. */
export const messageReader = (): ((chunk: Buffer) => Buffer[]) => {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    while (rest.length >= 4) {
      const length = rest.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new Error(`A message of ${length} bytes.`);
      if (rest.length < length) break;
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return messages;
  };
};

export const readRequest = (message: Buffer): Request => {
  const id = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_QUERY) return { id, isLegacy: true, command: readQuery(message) };
  if (opCode !== OP_MSG) throw new Error(`The op code ${opCode} is not spoken here.`);
  const flags = message.readUInt32LE(HEADER_BYTES);
  if (flags !== 0) throw new Error(`The flags ${flags} are not known here.`);
  return { id, isLegacy: false, command: readSections(message) };
};

const readQuery = (message: Buffer): Document => {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  return deserialize(message.subarray(nameEnd + 1 + 8));
};

/** A body, and sequences of documents, each a field of the body that was too long to stand in it. */
const readSections = (message: Buffer): Document => {
  let command: Document = {};
  const sequences: Document = {};
  let at = HEADER_BYTES + 4;
  while (at < message.length) {
    const kind = message.readUInt8(at);
    at += 1;
    const end = at + message.readInt32LE(at);
    if (kind === 0) command = deserialize(message.subarray(at, end));
    else if (kind === 1) {
      const nameEnd = message.indexOf(0, at + 4);
      const documents: Document[] = [];
      for (let from = nameEnd + 1; from < end; from += message.readInt32LE(from)) {
        documents.push(deserialize(message.subarray(from, from + message.readInt32LE(from))));
      }
      sequences[message.toString("utf8", at + 4, nameEnd)] = documents;
    } else throw new Error(`A section of kind ${kind} is not known here.`);
    at = end;
  }
  return { ...command, ...sequences };
};

export const writeReply = ({ id, isLegacy }: Request, answer: Document): Buffer => {
  const body = serialize(answer, { ignoreUndefined: true });
  // Flags and the kind of section; or flags, cursor, where it begins, and how many documents.
  const prefix = Buffer.alloc(isLegacy ? 20 : 5);
  if (isLegacy) prefix.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + prefix.length + body.length, 0);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(isLegacy ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, prefix, body]);
};
