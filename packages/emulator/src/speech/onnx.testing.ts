/**
 * Writes ONNX models (https://onnx.ai, `onnx.proto`), as far as a small graph needs it: the numbers are those of the
 * fields in the protocol buffers.
 */

/** A value that goes into a graph or comes out of it; a dimension that has a name is of any size. */
export interface GraphValue {
  name: string;
  type: keyof typeof TYPES;
  shape: readonly (number | string)[];
}

export interface Constant {
  name: string;
  shape: readonly number[];
  values: Float32Array | BigInt64Array;
}

export interface Node {
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, number | readonly number[] | Graph>>;
}

export interface Graph {
  inputs: readonly GraphValue[];
  outputs: readonly GraphValue[];
  constants: readonly Constant[];
  nodes: readonly Node[];
}

const IR_VERSION = 8;
const OPERATOR_SET = 13;
const TYPES = { float: 1, int64: 7, bool: 9 } as const;
const ATTRIBUTE_TYPES = { integer: 2, graph: 5, integers: 7 } as const;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) + 0x80);
  return Buffer.from([...bytes, value]);
}

const integer = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);

function block(field: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function valueInfo({ name, type, shape }: GraphValue): Buffer {
  const dimensions = shape.map((size) => block(1, typeof size === "number" ? integer(1, size) : block(2, size)));
  const tensor = Buffer.concat([integer(1, TYPES[type]), block(2, Buffer.concat(dimensions))]);
  return Buffer.concat([block(1, name), block(2, block(1, tensor))]);
}

function tensor({ name, shape, values }: Constant): Buffer {
  const type = values instanceof Float32Array ? TYPES.float : TYPES.int64;
  const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength); // little-endian, as the format wants it
  return Buffer.concat([...shape.map((size) => integer(1, size)), integer(2, type), block(8, name), block(9, raw)]);
}

function attribute(name: string, value: number | readonly number[] | Graph): Buffer {
  const content =
    typeof value === "number"
      ? [integer(3, value), integer(20, ATTRIBUTE_TYPES.integer)]
      : "nodes" in value
        ? [block(6, graphOf(value)), integer(20, ATTRIBUTE_TYPES.graph)]
        : [...value.map((one) => integer(8, one)), integer(20, ATTRIBUTE_TYPES.integers)];
  return Buffer.concat([block(1, name), ...content]);
}

function nodeOf({ operator, inputs, outputs, attributes = {} }: Node): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => block(1, name)),
    ...outputs.map((name) => block(2, name)),
    block(4, operator),
    ...Object.entries(attributes).map(([name, value]) => block(5, attribute(name, value))),
  ]);
}

function graphOf({ nodes, constants, inputs, outputs }: Graph): Buffer {
  return Buffer.concat([
    ...nodes.map((node) => block(1, nodeOf(node))),
    block(2, "graph"),
    ...constants.map((constant) => block(5, tensor(constant))),
    ...inputs.map((value) => block(11, valueInfo(value))),
    ...outputs.map((value) => block(12, valueInfo(value))),
  ]);
}

/** A graph as a file. Its nodes come in the order in which they are computed. */
export function onnxModel(graph: Graph): Buffer {
  return Buffer.concat([integer(1, IR_VERSION), block(7, graphOf(graph)), block(8, integer(2, OPERATOR_SET))]);
}
