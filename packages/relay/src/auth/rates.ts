const WINDOW_MS = 60_000;
/** How many keys are counted at once; past that, those whose minute is over first are forgotten before it is. */
export const MAX_KEYS = 100_000;

/** Counts what someone does, over a minute. */
export interface Rate {
  /** Counts once more. Undefined while it is not too much; else the seconds until it may be tried again. */
  take(key: string): Promise<number | undefined>;
}

/** At most so many (one or more) a minute for each key; what is counted is forgotten after that minute. `now` in ms. */
export const ratePerMinute = (most: number, now: () => number): Rate => {
  /** In the order in which their minutes end. */
  const counts = new Map<string, { count: number; readonly until: number }>();

  const forget = (): void => {
    for (const [key, { until }] of counts) {
      if (until > now() && counts.size < MAX_KEYS) return;
      counts.delete(key);
    }
  };

  return {
    take: async (key) => {
      const known = counts.get(key);
      if (known && known.until > now()) {
        known.count += 1;
        return known.count > most ? Math.ceil((known.until - now()) / 1_000) : undefined;
      }
      counts.delete(key);
      forget();
      counts.set(key, { count: 1, until: now() + WINDOW_MS });
      return undefined;
    },
  };
};
