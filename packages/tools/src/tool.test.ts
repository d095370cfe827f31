import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineTool, type ToolKind } from "./tool.js";

describe("a tool", () => {
  it.each<[ToolKind, number]>([
    ["read", 4_000],
    ["speak", 4_000],
    ["end", 4_000],
    ["write", 8_000],
  ])("that is to %s has so many ms unless it says otherwise: %i", (kind, timeLimit) => {
    const definition = {
      name: "greet",
      description: "Greets.",
      label: "Greeting",
      kind,
      schema: z.object({}),
      run: () => Promise.resolve({ result: "hello" }),
    };
    expect(defineTool(definition)).toMatchObject({ timeLimit, scope: "public" });
    expect(defineTool({ ...definition, timeLimit: 100 })).toMatchObject({ timeLimit: 100 });
  });
});
