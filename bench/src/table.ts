/** A table for a terminal, which is Markdown, too: numbers stand right. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const texts = rows.map((row) => row.map(String));
  const widths = head.map((title, column) => Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)));
  const isNumber = head.map((_, column) => rows.every((row) => /^(?:–$|[-+]?[\d.])/.test(String(row[column] ?? ""))));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (isNumber[column] ? (cells[column] ?? "").padStart(width) : (cells[column] ?? "").padEnd(width))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (isNumber[column] ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`;
  return [line(head), rule, ...texts.map(line)].join("\n");
};
