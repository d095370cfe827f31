import { describe, expect, it } from "vitest";
import { startEchoAgent } from "./echo-agent.js";
import { UP_BYTES } from "./frames.js";
import { agentLine, type Line } from "./lines.js";
import { startLoad } from "./load.js";
import { openLines } from "./trial.js";

/** A line that answers each frame as `answers` says. */
const fakeLine = (answers: (frame: Buffer, hear: (frame: Buffer) => void) => void): Line => {
  let hear: (frame: Buffer) => void = () => undefined;
  return {
    send: (frame) => answers(Buffer.from(frame), hear),
    onFrame: (listener) => {
      hear = listener;
    },
    close: async () => undefined,
    cut: () => undefined,
  };
};

/** Lets the load run until so many frames have passed. */
const passed = async (load: { readonly frames: number }, frames: number): Promise<void> => {
  while (load.frames < frames) await new Promise((resolve) => setImmediate(resolve));
};

describe("a load", () => {
  it("has every frame answered by the echo agent, on many lines at once", async () => {
    const agent = await startEchoAgent();
    const lines = await openLines(() => agentLine(agent.url), 25);
    expect(agent.size).toBe(25);
    const load = startLoad(lines, () => performance.now());
    load.measure();
    await passed(load, 500);
    const { roundTrips, lost, disordered } = await load.stop();
    expect({ lost, disordered }).toEqual({ lost: 0, disordered: 0 });
    expect(roundTrips.length).toBeGreaterThanOrEqual(250 - 25);
    await Promise.all(lines.map((line) => line.close()));
    await agent.close();
  });

  it("counts frames that are lost, and those that come late or twice", async () => {
    const held: Buffer[] = [];
    const line = fakeLine((frame, hear) => {
      const number = frame.readUInt32LE(0);
      if (number === 1) return;
      if (number === 2) held.push(frame);
      else [frame, ...held.splice(0)].forEach(hear);
    });
    const clock = { now: 0 };
    const load = startLoad([line], () => (clock.now += 20));
    await passed(load, 12);
    expect(await load.stop(100)).toMatchObject({ lost: 1, disordered: 1 });
  });

  it("sends frames of the caller's size", async () => {
    const sizes = new Set<number>();
    const load = startLoad([fakeLine((frame, hear) => (sizes.add(frame.length), hear(frame)))], () =>
      performance.now(),
    );
    await passed(load, 4);
    await load.stop();
    expect([...sizes]).toEqual([UP_BYTES]);
  });
});
