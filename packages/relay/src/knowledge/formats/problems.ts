/** How many problems of one kind and file are told. */
export const MAX_PROBLEMS = 5;

/** The first of a file's problems, and how many more there are. */
export function firstOf(problems: readonly string[], source: string): string[] {
  if (problems.length <= MAX_PROBLEMS) return [...problems];
  return [...problems.slice(0, MAX_PROBLEMS), `And ${problems.length - MAX_PROBLEMS} more in ${source}.`];
}
