import { z } from "zod";

const marks = z.registry<{ readonly personal: true }>();

/**
 * Marks a schema's values as telling who somebody is, or how to reach them. The schema that is marked is a new one:
 * others may use the old one for what tells nothing.
 */
export function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  const marked = schema.clone();
  marks.add(marked, { personal: true });
  return marked;
}

/**
 * The value with all that is personal in it replaced, and what the schema does not know, too: for logs, traces, and
 * what is left of a customer who was erased.
 */
export function withoutPersonal(schema: z.core.$ZodType, value: unknown, instead: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (marks.get(schema)?.personal === true) return instead;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly) {
    return withoutPersonal(schema.unwrap(), value, instead);
  }
  // What was written, before it is read into something else.
  if (schema instanceof z.ZodPipe) return withoutPersonal(schema.in, value, instead);
  if (schema instanceof z.ZodArray) {
    return Array.isArray(value) ? value.map((item) => withoutPersonal(schema.element, item, instead)) : instead;
  }
  if (schema instanceof z.ZodObject) {
    if (typeof value !== "object" || Array.isArray(value)) return instead;
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
        return [key, field === undefined ? instead : withoutPersonal(field, inner, instead)];
      }),
    );
  }
  return value;
}
