import { expect, it } from "vitest";
import { progressBar } from "./progress.js";

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
};

it("fills a bar in place on a terminal", () => {
  const terminal = screen(true);
  const bar = progressBar(terminal, "copying", 200);
  for (let n = 0; n < 200; n += 1) bar.add(1);
  bar.end();
  expect(terminal.written[0]).toBe(`\rcopying [${" ".repeat(30)}]   0 %`);
  expect(terminal.written.at(-2)).toBe(`\rcopying [${"=".repeat(30)}] 100 %`);
  expect(terminal.written.at(-1)).toBe("\n");
  expect(terminal.written).toHaveLength(102);
});

it("prints a line for each tenth elsewhere, and stops at the whole, whatever comes", () => {
  const file = screen(false);
  const bar = progressBar(file, "copying", 1_000);
  for (let n = 0; n < 2_000; n += 1) bar.add(1);
  bar.end();
  expect(file.written).toHaveLength(11);
  expect(file.written.at(-1)).toMatch(/100 %\n$/);
  progressBar(file, "nothing", 0).end();
  expect(file.written.at(-1)).toMatch(/^nothing .*100 %\n$/);
});
