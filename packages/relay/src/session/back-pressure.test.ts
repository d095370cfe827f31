import { describe, expect, it } from "vitest";
import { backPressure, MAX_UNREAD_BYTES, PAUSE_BYTES, RESUME_BYTES, STALLED_MS } from "./back-pressure.js";

const open = () => {
  const agent = { paused: false };
  const pressure = backPressure({
    pause: () => void (agent.paused = true),
    resume: () => void (agent.paused = false),
  });
  return { agent, look: pressure.look };
};

describe("a browser that is behind", () => {
  it("holds the agent back until it has caught up, not only a little", () => {
    const { agent, look } = open();
    expect(look(PAUSE_BYTES, 0)).toBe(true);
    expect(agent.paused).toBe(false);
    expect(look(PAUSE_BYTES + 1, 0)).toBe(true);
    expect(agent.paused).toBe(true);
    look(RESUME_BYTES, 100);
    expect(agent.paused).toBe(true);
    look(RESUME_BYTES - 1, 200);
    expect(agent.paused).toBe(false);
  });

  it("is kept as long as it takes something now and then, and cut when it does not", () => {
    const { agent, look } = open();
    look(PAUSE_BYTES + 1_000, 0);
    expect(look(PAUSE_BYTES + 1_000, STALLED_MS - 1)).toBe(true);
    expect(look(PAUSE_BYTES + 999, STALLED_MS)).toBe(true);
    // What the relay itself has to say is no sign of life.
    expect(look(PAUSE_BYTES + 2_000, STALLED_MS + 1)).toBe(true);
    expect(look(PAUSE_BYTES + 2_000, 2 * STALLED_MS - 1)).toBe(true);
    expect(look(PAUSE_BYTES + 2_000, 2 * STALLED_MS)).toBe(false);
    expect(agent.paused).toBe(true);
  });

  it("is cut before the relay holds more for it than it may", () => {
    const { look } = open();
    expect(look(MAX_UNREAD_BYTES, 0)).toBe(true);
    expect(look(MAX_UNREAD_BYTES + 1, 0)).toBe(false);
  });

  it("lets an agent that was connected anew know, too", () => {
    const { agent, look } = open();
    look(PAUSE_BYTES + 1, 0);
    agent.paused = false;
    look(PAUSE_BYTES + 1, 100);
    expect(agent.paused).toBe(true);
  });
});
