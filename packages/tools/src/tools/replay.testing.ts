import { describe, expect, it } from "vitest";
import type { Documents } from "../ports.js";
import { fakeShop } from "../testing/fake-shop.js";
import { replayOf } from "../testing/maya.js";
import { bookTuesday, WRITES } from "./writes.testing.js";

/** A store that several relays use, or one that is started again: each `open` is a connection of its own. */
export interface SharedDocuments {
  open(): Promise<Documents>;
}

/** The same write of the same session, asked again where another relay, or the same one after a restart, answers. */
export function replaySuite(share: () => Promise<SharedDocuments>): void {
  const staff = { scope: "staff", sessionId: "resumed" } as const;

  describe.each(WRITES)("$tool, asked again by a session that was taken up", ({ tool, args, expectDone }) => {
    it("gives what it gave, and does nothing, until the record was changed", async () => {
      const store = await share();
      const shop = await fakeShop({ documents: await store.open() });
      const id = await bookTuesday(shop);
      const first = await shop.openCall(staff)(tool, args(id));
      expect(first).toMatchObject({ ok: true });
      const documents = await store.open();
      const elsewhere = await fakeShop({ documents });
      elsewhere.now += 60_000;
      const again = await elsewhere.openCall(staff)(tool, args(id));
      const { identity: _, ...same } = replayOf(first);
      expect(again).toMatchObject(same);
      expect(again.result).toEqual(first.result);
      await expectDone(documents);
    });

    it("is done once when both relays are asked at the same moment", async () => {
      const store = await share();
      const shop = await fakeShop({ documents: await store.open() });
      const id = await bookTuesday(shop);
      const documents = await store.open();
      const elsewhere = await fakeShop({ documents });
      const outcomes = await Promise.all(
        [shop, elsewhere, shop, elsewhere].map((each) => each.openCall(staff)(tool, args(id))),
      );
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ ok: true, result: outcomes[0]!.result as object });
      expect(outcomes.filter(({ isReplay }) => isReplay !== true)).toHaveLength(1);
      await expectDone(documents);
    });
  });
}
