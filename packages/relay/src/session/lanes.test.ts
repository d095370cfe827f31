import { describe, expect, it } from "vitest";
import { playbackOf, upLane } from "./lanes.js";

const frame = (byte: number, length = 1_280): Buffer => Buffer.alloc(length, byte);

/** A lane at 16 kHz, whose network takes nothing of what is sent until `unsentBytes` is set to 0. */
const open = () => {
  const sink = { sent: [] as number[], unsentBytes: 0, lags: false, dropped: 0 };
  const lane = upLane(
    16_000,
    {
      send: (each) => {
        sink.sent.push(each[0]!);
        if (sink.lags) sink.unsentBytes += each.length;
      },
      unsentBytes: () => sink.unsentBytes,
    },
    () => void (sink.dropped += 1),
  );
  return { lane, sink };
};
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => index + from);

describe("the microphone's lane", () => {
  it("holds at most two seconds, keeps the newest, counts the others, and sends them first, in order", () => {
    const { lane, sink } = open();
    numbers(0, 60).forEach((byte) => lane.push(frame(byte)));
    expect(sink.sent).toEqual([]);
    lane.set("flow");
    lane.push(frame(200));
    // 2 s at 16 kHz are 64 000 bytes: fifty frames of 40 ms.
    expect(sink.sent).toEqual([...numbers(10, 60), 200]);
    expect(sink.dropped).toBe(10);
  });

  it("holds what a slow agent does not take, two seconds with what was sent, and drops the oldest", () => {
    const { lane, sink } = open();
    lane.set("flow");
    sink.lags = true;
    numbers(0, 100).forEach((byte) => lane.push(frame(byte)));
    // Half a second is on its way: 16 000 bytes, and the frame that went past them.
    expect(sink.sent).toEqual(numbers(0, 13));
    expect(sink.dropped).toBe(100 - 13 - 37);
    sink.lags = false;
    sink.unsentBytes = 0;
    lane.flush();
    lane.push(frame(200));
    expect(sink.sent).toEqual([...numbers(0, 13), ...numbers(63, 100), 200]);
  });

  it("drops what is held, and what comes, once it is told to", () => {
    const { lane, sink } = open();
    lane.push(frame(1));
    lane.set("drop");
    lane.push(frame(2));
    lane.set("flow");
    expect([sink.sent, sink.dropped]).toEqual([[], 0]);
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

  it("is over for a turn that the browser has cut, whatever is still sent of it", () => {
    const playback = playbackOf(24_000);
    playback.begin(3);
    playback.sent(48_000, 0);
    playback.interrupted(2, 100);
    expect(playback.left(100)).toBe(900);
    playback.interrupted(3, 200);
    playback.sent(48_000, 300);
    expect([playback.left(300), playback.sentMs()]).toEqual([0, 2_000]);
    playback.begin(4);
    playback.sent(48_000, 400);
    expect(playback.left(400)).toBe(1_000);
  });
});
