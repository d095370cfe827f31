import { describe } from "vitest";
import { fakeJournal } from "../session/journal.testing.js";
import { journalContract } from "./store-contract.testing.js";

describe("the journal in memory, which other tests use", () => {
  journalContract(async () => fakeJournal());
});
