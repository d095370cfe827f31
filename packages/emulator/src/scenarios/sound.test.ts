import { describe, expect, it } from "vitest";
import { FRAME_MS, openMicrophone } from "./microphone.js";
import { createPlayback } from "./playback.js";

describe("the microphone", () => {
  it("sends frames of 40 ms by the clock, silent ones too, and makes up for a late timer", async () => {
    let time = 0;
    let tick = (): void => undefined;
    const frames: number[] = [];
    const microphone = openMicrophone({
      send: (frame) => frames.push((frame as Int16Array)[0] ?? NaN),
      now: () => time,
      after: (_ms, run) => {
        tick = run;
        return () => (tick = () => undefined);
      },
    });
    expect(frames).toEqual([0]);
    const said = microphone.say(new Int16Array(1_000).fill(7));
    time = FRAME_MS;
    tick();
    expect(frames).toEqual([0, 7]);
    time = 4 * FRAME_MS;
    tick();
    await said;
    expect(frames).toEqual([0, 7, 7, 0, 0]);
    microphone.close();
    time = 10 * FRAME_MS;
    tick();
    expect(frames).toHaveLength(5);
    await microphone.say(new Int16Array(1_000)); // nobody hears it, so it is over at once
    expect(frames).toHaveLength(5);
  });
});

describe("playback", () => {
  it("is heard at the speed of speech, however fast it came, until it is cut", () => {
    const playback = createPlayback();
    expect(playback.audible(0)).toBeUndefined();
    playback.start(3);
    playback.add(400, 100);
    playback.add(600, 110);
    expect(playback.audible(350)).toEqual({ turn: 3, playedMs: 250 });
    expect(playback.cut(600)).toEqual({ turn: 3, playedMs: 500 });
    expect(playback.audible(601)).toBeUndefined();
    expect(playback.cut(602)).toBeUndefined();
    playback.start(5);
    playback.add(100, 1_000);
    expect(playback.audible(1_100)).toBeUndefined();
    // What came late is not counted as heard before it came.
    playback.add(100, 1_500);
    expect(playback.audible(1_550)).toEqual({ turn: 5, playedMs: 150 });
  });
});
