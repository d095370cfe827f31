import type { Document } from "bson";
import { onlyKnows, ServerError } from "./server-error.js";

const KEYWORDS = ["bsonType", "required", "properties", "items", "minItems", "uniqueItems", "minLength", "minimum"];

const TYPES: Record<string, (value: unknown) => boolean> = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  date: (value) => value instanceof Date,
};

/** Whether a value fits a `$jsonSchema`, of whose keywords only these are known; others are refused. */
export const fitsSchema = (value: unknown, schema: Document): boolean => {
  onlyKnows("$jsonSchema", schema, KEYWORDS);
  const isOfType = TYPES[schema["bsonType"] as string];
  if (isOfType === undefined) throw new ServerError("FailedToParse", `The bsonType ${schema["bsonType"]} is unknown.`);
  if (!isOfType(value)) return false;
  if (typeof value === "string") return value.length >= ((schema["minLength"] as number | undefined) ?? 0);
  if (typeof value === "number") return value >= ((schema["minimum"] as number | undefined) ?? -Infinity);
  if (Array.isArray(value)) return fitsArray(value, schema);
  const fields = value as Document;
  const properties = (schema["properties"] as Record<string, Document> | undefined) ?? {};
  return (
    ((schema["required"] as string[] | undefined) ?? []).every((name) => Object.hasOwn(fields, name)) &&
    Object.entries(properties).every(([name, each]) => !Object.hasOwn(fields, name) || fitsSchema(fields[name], each))
  );
};

const fitsArray = (values: readonly unknown[], schema: Document): boolean => {
  const items = schema["items"] as Document | undefined;
  if (values.length < ((schema["minItems"] as number | undefined) ?? 0)) return false;
  if (schema["uniqueItems"] === true && new Set(values).size !== values.length) return false;
  return items === undefined || values.every((each) => fitsSchema(each, items));
};
