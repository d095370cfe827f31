export interface BackOffOptions {
  /** How long after the first failure it is tried again, in ms. */
  readonly firstMs: number;
  /** The longest wait, in ms. */
  readonly mostMs: number;
}

/** Does work again that failed: each time after twice as long, until it has worked. */
export interface BackOff {
  /** It failed: does it again later. When that is to come already, nothing changes. */
  again(): void;
  /** It has worked: the next failure counts as the first. */
  reset(): void;
  stop(): void;
}

export function openBackOff(work: () => void, { firstMs, mostMs }: BackOffOptions): BackOff {
  let waitMs = firstMs;
  let timer: NodeJS.Timeout | undefined;
  return {
    again() {
      if (timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        work();
      }, waitMs);
      waitMs = Math.min(waitMs * 2, mostMs);
    },
    reset: () => void (waitMs = firstMs),
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
