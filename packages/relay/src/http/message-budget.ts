/**
 * The most messages that a socket may send, text and audio together. A call sends 25 to 100 audio frames a second;
 * after a stall of the network those of some seconds come at once, so it is counted over several.
 */
export const MAX_MESSAGES_PER_SECOND = 200;
/**
 * The most bytes that a socket may send, counted likewise: text is parsed. The most that a call needs is audio at
 * 48 kHz as base64, half of this.
 */
export const MAX_BYTES_PER_SECOND = 256 * 1024;
const BURST_SECONDS = 5;
export const MAX_MESSAGES_AT_ONCE = MAX_MESSAGES_PER_SECOND * BURST_SECONDS;
export const MAX_BYTES_AT_ONCE = MAX_BYTES_PER_SECOND * BURST_SECONDS;

export interface MessageBudget {
  /** Counts a message of so many bytes; false when that is too much. */
  spend(bytes: number): boolean;
  /** Called as time passes, with the milliseconds that did. */
  refill(ms: number): void;
}

/** What a socket may still send. It looks at no clock, as it is asked for every frame. */
export const openBudget = (): MessageBudget => {
  let messages = MAX_MESSAGES_AT_ONCE;
  let bytes = MAX_BYTES_AT_ONCE;
  return {
    spend: (length) => {
      messages -= 1;
      bytes -= length;
      return messages >= 0 && bytes >= 0;
    },
    refill: (ms) => {
      messages = Math.min(MAX_MESSAGES_AT_ONCE, messages + (ms * MAX_MESSAGES_PER_SECOND) / 1_000);
      bytes = Math.min(MAX_BYTES_AT_ONCE, bytes + (ms * MAX_BYTES_PER_SECOND) / 1_000);
    },
  };
};
