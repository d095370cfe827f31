import { BYTES_PER_SAMPLE, DEFAULT_INPUT_SAMPLE_RATE, DEFAULT_OUTPUT_SAMPLE_RATE } from "@bean-brew/widget/protocol";

/** Audio in a frame, in ms. */
export const FRAME_MS = 20;
/** A frame of the caller's, and of the agent's, in bytes. */
export const UP_BYTES = (FRAME_MS * DEFAULT_INPUT_SAMPLE_RATE * BYTES_PER_SAMPLE) / 1_000;
export const DOWN_BYTES = (FRAME_MS * DEFAULT_OUTPUT_SAMPLE_RATE * BYTES_PER_SAMPLE) / 1_000;

/** What a frame begins with, in bytes: its number (32 bits) and when it was sent (64 bits, ms). */
export const STAMP_BYTES = 12;

/** Marks a frame with its number and the time. */
export const stamp = (frame: Buffer, number: number, at: number): void => {
  frame.writeUInt32LE(number, 0);
  frame.writeDoubleLE(at, 4);
};

export const numberOf = (frame: Buffer): number => frame.readUInt32LE(0);
export const sentAt = (frame: Buffer): number => frame.readDoubleLE(4);
