/**
 * The most messages that a socket may send, text and audio together. A call sends 25 to 100 audio frames a second;
 * after a stall of the network those of some seconds come at once, so it is counted over several.
 */
export const MAX_MESSAGES_PER_SECOND = 200;
const BURST_SECONDS = 5;
export const MAX_MESSAGES_AT_ONCE = MAX_MESSAGES_PER_SECOND * BURST_SECONDS;

export interface MessageBudget {
  /** Counts a message; false when it is one too many. */
  spend(): boolean;
  /** Called as time passes, with the milliseconds that did. */
  refill(ms: number): void;
}

/** What a socket may still send. It looks at no clock, as it is asked for every frame. */
export const openBudget = (): MessageBudget => {
  let left = MAX_MESSAGES_AT_ONCE;
  return {
    spend: () => {
      left -= 1;
      return left >= 0;
    },
    refill: (ms) => {
      left = Math.min(MAX_MESSAGES_AT_ONCE, left + (ms * MAX_MESSAGES_PER_SECOND) / 1_000);
    },
  };
};
