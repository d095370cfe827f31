import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultCalendar, shopTools, type ShopPorts } from "@bean-brew/tools";
import { fakeDocuments, fakeKnowledge } from "@bean-brew/tools/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StartError } from "./errors.js";
import { loadOwnTools } from "./own-tools.js";

const ports: ShopPorts = {
  documents: fakeDocuments(),
  knowledge: fakeKnowledge(),
  clock: () => 0,
  calendar: defaultCalendar("UTC"),
};
const shops = shopTools(ports);
const ZOD = import.meta.resolve("zod");

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "own-tools-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const load = async (source: string) => {
  const path = join(folder, `module-${(count += 1)}.mjs`);
  await writeFile(path, `import { z } from "${ZOD}";\nconst schema = z.object({});\n${source}`);
  return loadOwnTools(path, ports, shops);
};
const tool = (over: string) =>
  `({ name: "own", description: "Own.", label: "Own", kind: "read", scope: "public", timeLimit: 100, schema, run: () => ({ result: 1 }), ${over} })`;

describe("loadOwnTools", () => {
  it("makes tools of what the shop's are made of", async () => {
    const tools = await load(
      `export default ({ clock, calendar }) => [${tool("label: calendar.timeZone + clock()")}];`,
    );
    expect(tools.map(({ name, label }) => [name, label])).toEqual([["own", "UTC0"]]);
  });

  it.each([
    ["export default 1;", /its default export must be a function that returns a list of tools/],
    ["export const tools = [];", /its default export must be a function/],
    ["throw new Error('no database');", /it cannot be loaded: no database/],
    ["export default () => ({});", /its default export must return a list of tools/],
    ["export default () => ['x'];", /the tool number 1 must be what defineTool gives/],
    [`export default () => [${tool("name: 'Do It'")}];`, /the tool Do It: its name must have lower-case letters/],
    [`export default () => [${tool("run: 1")}];`, /the tool own: its run must be a function/],
    [`export default () => [${tool("schema: {}")}];`, /the tool own: its schema must be an object of zod 4/],
    [`export default () => [${tool("kind: 'delete'")}];`, /the tool own: its kind must be read, write, speak or end/],
    [`export default () => [${tool("")}, ${tool("")}];`, /there are two tools called own/],
    [`export default () => [${tool("name: 'get_orders'")}];`, /there are two tools called get_orders/],
    [`export default () => Array.from({ length: 51 }, (_, i) => ${tool("name: 'own' + i")});`, /at most 50 tools/],
  ])("says what is wrong with %s", async (source, sentence) => {
    const loading = load(source);
    await expect(loading).rejects.toThrow(StartError);
    await expect(loading).rejects.toThrow(sentence);
    await expect(loading).rejects.toThrow(/^TOOLS_MODULE=.*\.mjs is not valid: .*\.$/);
  });

  it("says so when there is no such file", async () => {
    await expect(loadOwnTools(join(folder, "none.js"), ports, shops)).rejects.toThrow(/it cannot be loaded/);
  });
});
