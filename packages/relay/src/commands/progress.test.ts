import { expect, it } from "vitest";
import { progressBar, progressOn } from "./progress.js";

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

it("tells sentences with a bar in place on a terminal, and leaves nothing of them", () => {
  const terminal = screen(true);
  const { tell, end } = progressOn(terminal);
  tell("embedding: 1 of 2 texts", 0.5);
  tell("fetching: 3 MB");
  end();
  expect(terminal.written).toEqual([
    `\r\x1b[K[${"=".repeat(15)}${" ".repeat(15)}] embedding: 1 of 2 texts`,
    "\r\x1b[Kfetching: 3 MB",
    "\r\x1b[K",
  ]);
});

it("tells them for each tenth elsewhere, and for each of what has no end", () => {
  const file = screen(false);
  const { tell, end } = progressOn(file);
  for (let n = 1; n <= 500; n += 1) tell(`embedding: ${n} of 500 texts`, n / 500);
  expect(file.written).toHaveLength(11);
  expect(file.written.at(-1)).toBe("embedding: 500 of 500 texts\n");
  for (const megabytes of [2, 4, 4]) tell(`fetching: ${megabytes} MB`);
  end();
  expect(file.written.slice(11)).toEqual(["fetching: 2 MB\n", "fetching: 4 MB\n"]);
});
