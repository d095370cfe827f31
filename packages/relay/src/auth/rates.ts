import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

const WINDOW_SECONDS = 60;

/** Counts what someone does, over a minute. */
export interface Rate {
  /** Counts once more. Undefined while it is not too much; else the seconds until it may be tried again. */
  take(key: string): Promise<number | undefined>;
}

/** At most so many a minute for each key; what is counted is forgotten after that minute. */
export const ratePerMinute = (most: number): Rate => {
  const limiter = new RateLimiterMemory({ points: most, duration: WINDOW_SECONDS });
  return {
    take: async (key) => {
      try {
        await limiter.consume(key);
        return undefined;
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        return Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
      }
    },
  };
};
