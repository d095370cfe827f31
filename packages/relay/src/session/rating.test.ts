import { describe, expect, it } from "vitest";
import { openHall, started, type Hall } from "./hall.testing.js";
import { fakeJournal } from "./journal.testing.js";
import { MAX_RATINGS, RATING_MS } from "./rating.js";

const GOOD = { stars: 5, comment: "Quick and kind." };

const idOf = (hall: Hall): string => String(hall.told.find(({ type }) => type === "session_started")?.["sessionId"]);
const rate = (hall: Hall, by: Hall = hall, token = "secret") => by.reception.rate(idOf(hall), token, GOOD);
const ratings = async (hall: Hall): Promise<readonly unknown[]> => {
  await hall.settled();
  return (hall.journal.sessions.get(idOf(hall)) ?? []).filter((entry) => "note" in entry && entry.note === "rated");
};
const ended = (): Hall => {
  const hall = started();
  hall.tell({ type: "stop_voice_agent" });
  return hall;
};

describe("a conversation's rating", () => {
  it("is written down while it goes on, and it goes on", async () => {
    const hall = started();
    expect(await rate(hall)).toBe("done");
    expect(await ratings(hall)).toMatchObject([{ note: "rated", ...GOOD }]);
    hall.say({ type: "ConversationText", role: "user", content: "One more thing." });
    expect(hall.told.at(-1)).toMatchObject({ type: "conversation_update" });
    expect(hall.sessions).toBe(1);
  });

  it("is written down at its end and for an hour after it, and not later", async () => {
    const hall = ended();
    expect(await rate(hall)).toBe("done");
    hall.at(RATING_MS);
    expect(await rate(hall)).toBe("done");
    hall.at(RATING_MS + 1);
    expect(await rate(hall)).toBe("unknown");
    expect(await ratings(hall)).toHaveLength(2);
  });

  it("is taken by another relay with the same store, once the conversation is over", async () => {
    const hall = started();
    const other = openHall({ journal: hall.journal });
    await hall.settled();
    // It still goes on: writing there would take it from its relay.
    expect(await rate(hall, other)).toBe("unknown");
    hall.tell({ type: "stop_voice_agent" });
    await hall.settled();
    expect(await rate(hall, other)).toBe("done");
    expect(await ratings(hall)).toMatchObject([GOOD]);
  });

  it("needs the conversation's own token", async () => {
    const [live, over] = [started(), ended()];
    expect([await rate(live, live, "guessed"), await rate(over, over, "guessed")]).toEqual(["unknown", "unknown"]);
    expect(await live.reception.rate("nobody", "secret", GOOD)).toBe("unknown");
    expect([await ratings(live), await ratings(over)]).toEqual([[], []]);
  });

  it("is taken a few times, no more", async () => {
    for (const hall of [started(), ended()]) {
      for (let times = 0; times < MAX_RATINGS; times += 1) expect(await rate(hall)).toBe("done");
      expect(await rate(hall)).toBe("unknown");
      expect(await ratings(hall)).toHaveLength(MAX_RATINGS);
    }
  });

  it("cannot be given while the store is away", async () => {
    const journal = fakeJournal();
    const hall = started({ journal });
    hall.tell({ type: "stop_voice_agent" });
    await hall.settled();
    hall.at(100);
    journal.away = true;
    expect(await rate(hall)).toBe("away");
  });
});
