import { describe, expect, it } from "vitest";
import { openHouse } from "./house.js";

describe("a call whose relay is killed", () => {
  it("goes on after a restart: the agent knows who calls and what was said", async () => {
    await using house = await openHouse();
    const call = house.call();
    const { sessionId, resumeToken } = await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /Maya/);
    await call.ask("Do you train baristas?", /barista/i);
    // What was told is in the journal a moment later, without anybody waiting for it.
    await house.journalHas(/barista/i);
    await house.crash();

    const after = Math.max(...call.events.map((event) => ("seq" in event ? Number(event.seq) : 0)));
    const again = house.call({ resume: { sessionId, token: resumeToken, after } });
    expect(await again.next("session_started")).toMatchObject({ sessionId, resumed: true });
    // No phone number is asked for again, and nothing is told twice.
    await again.ask("What appointments do I have?", /Thursday|Friday|Monday|Tuesday|Wednesday/);
    const texts = again.events.flatMap((event) => (event.type === "conversation_update" ? [event.data.content] : []));
    expect(texts.join(" ")).not.toMatch(/how can I help you today|barista/i);
  });

  it("cannot be taken up by who does not have its token", async () => {
    await using house = await openHouse();
    const call = house.call();
    const { sessionId } = await call.next("session_started");
    const thief = house.call({ resume: { sessionId, token: "guessed", after: 0 } });
    expect(await thief.next("closed")).toMatchObject({ cause: "refused", error: { code: "resume_failed" } });
  });
});
