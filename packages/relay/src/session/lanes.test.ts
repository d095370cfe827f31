import { describe, expect, it } from "vitest";
import { playbackOf, upLane } from "./lanes.js";

const frame = (byte: number, length = 1_280): Buffer => Buffer.alloc(length, byte);

describe("the microphone's lane", () => {
  it("holds at most two seconds, keeps the newest, and sends them first, in order", () => {
    const sent: number[] = [];
    const lane = upLane(16_000, (each) => sent.push(each[0]!));
    for (let index = 0; index < 60; index += 1) lane.push(frame(index));
    expect(sent).toEqual([]);
    lane.set("flow");
    lane.push(frame(200));
    // 2 s at 16 kHz are 64 000 bytes: fifty frames of 40 ms.
    expect(sent).toEqual([...Array.from({ length: 50 }, (_, index) => index + 10), 200]);
  });

  it("drops what is held, and what comes, once it is told to", () => {
    const sent: Buffer[] = [];
    const lane = upLane(16_000, (each) => sent.push(each));
    lane.push(frame(1));
    lane.set("drop");
    lane.push(frame(2));
    lane.set("flow");
    expect(sent).toEqual([]);
  });
});

describe("playback", () => {
  it("reckons what the browser has yet to play, also when audio comes faster than it plays", () => {
    const playback = playbackOf(24_000);
    playback.sent(48_000, 0);
    playback.sent(48_000, 100);
    expect(playback.left(500)).toBe(1_500);
    playback.sent(48_000, 5_000);
    expect(playback.left(5_000)).toBe(1_000);
    playback.cut(5_100);
    expect(playback.left(5_100)).toBe(0);
  });
});
