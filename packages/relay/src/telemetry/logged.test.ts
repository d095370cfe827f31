import { expect, it } from "vitest";
import { CLIENT_TOOL_MS } from "../session/client-tools.js";
import { started } from "../session/hall.testing.js";
import { openLog } from "./log.js";

it("the log tells of the page's own tools as of the others, and nothing of what they were asked or answered", () => {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = openLog("info", { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) });
  const hall = started({ log });
  const asks = (id: string): void =>
    hall.say({ type: "FunctionCallRequest", calls: [{ id, name: "show_map", arguments: `{"of":"secret ${id}"}` }] });
  asks("a");
  hall.at(40);
  hall.tell({ type: "client_tool_result", id: "a", ok: true, content: "a secret" });
  asks("b");
  hall.tell({ type: "client_tool_result", id: "b", ok: false, content: "a secret" });
  asks("c");
  hall.at(40 + CLIENT_TOOL_MS);
  const ran = { msg: "a tool ran", session: "session-1", tool: "show_map", page: true };
  expect(lines.filter(({ msg }) => msg === "a tool ran")).toMatchObject([
    { ...ran, ok: true, ms: 40 },
    { ...ran, ok: false, ms: 0, code: "internal" },
    { ...ran, ok: false, ms: CLIENT_TOOL_MS, code: "timeout" },
  ]);
  expect(JSON.stringify(lines)).not.toContain("a secret");
});
