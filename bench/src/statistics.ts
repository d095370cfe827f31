/** The value below which the share `p` (0..1) of `values` lies, by the nearest rank; NaN of none. */
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? NaN;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The same items in another order, by a generator of numbers from 0 to 1: what runs first differs from run to run. */
export const shuffled = <T>(items: readonly T[], random: () => number): T[] => {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
};
