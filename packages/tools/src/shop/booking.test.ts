import { describe, it } from "vitest";
import { checkRace, raceForSlot } from "../testing/booking-race.js";
import { fakeDocuments } from "../testing/fake-documents.js";

describe("a hundred callers for one slot", () => {
  it.each([1, 3, 7])("exactly as many get it as there are seats: %i", async (capacity) => {
    const documents = fakeDocuments();
    const outcomes = await raceForSlot([documents], { callers: 100, capacity });
    await checkRace(documents, outcomes, capacity);
  });
});
