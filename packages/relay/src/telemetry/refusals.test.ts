import { expect, it } from "vitest";
import { openLog } from "./log.js";
import { MAX_LINES_PER_SECOND, openRefusals } from "./refusals.js";

it("counts every refusal, and logs so many a second; the rest is a number in the next line", () => {
  const counted: string[] = [];
  const lines: Record<string, unknown>[] = [];
  let time = 0;
  const refused = openRefusals({
    count: (code) => void counted.push(code),
    now: () => time,
    log: openLog("info", { write: (text) => void lines.push(JSON.parse(text) as Record<string, unknown>) }),
  });
  for (let sent = 0; sent < MAX_LINES_PER_SECOND + 90; sent += 1) refused("rate_limited", { why: "too many" });
  expect(lines).toHaveLength(MAX_LINES_PER_SECOND);
  expect(lines[0]).toMatchObject({ msg: "refused", code: "rate_limited", why: "too many" });
  time = 1_000;
  refused("unauthorized", { origin: "https://evil.example" });
  refused("at_capacity", { site: "shop" });
  expect(lines.slice(MAX_LINES_PER_SECOND)).toMatchObject([
    { code: "unauthorized", origin: "https://evil.example", unlogged: 90 },
    { code: "at_capacity", site: "shop" },
  ]);
  expect(lines.at(-1)).not.toHaveProperty("unlogged");
  expect(counted).toHaveLength(MAX_LINES_PER_SECOND + 92);
});
