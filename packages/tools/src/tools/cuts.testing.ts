import { describe, expect, it } from "vitest";
import type { Documents } from "../ports.js";
import { fakeShop } from "../testing/fake-shop.js";
import { bookTuesday, slotsOfMaya, WRITES } from "./writes.testing.js";

/** Documents that can be cut at their n-th operation from now, before that took effect or after. */
function cuttable(documents: Documents) {
  let left = Infinity;
  let effect: "before" | "after" = "before";
  const step = async <T>(run: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left === 0 && effect === "before") throw new Error("The connection is cut.");
    const result = await run();
    if (left === 0) throw new Error("The connection is cut.");
    return result;
  };
  const cut: Documents = {
    ...documents,
    get: (...args) => step(() => documents.get(...args)),
    find: (...args) => step(() => documents.find(...args)),
    insert: (...args) => step(() => documents.insert(...args)),
    replace: (...args) => step(() => documents.replace(...args)),
    next: (...args) => step(() => documents.next(...args)),
  };
  const cutAt = (at: number, when: "before" | "after"): void => {
    [left, effect] = [at, when];
  };
  return { documents: cut, cutAt };
}

/** Writes that are cut, in stores of their own. */
export function cutsSuite(open: () => Promise<Documents>): void {
  describe.each(WRITES)("$tool, cut at any of its operations", ({ tool, args, expectDone }) => {
    it.each(["before", "after"] as const)(
      "%s it: done wholly or not at all, and asking again is right",
      async (when) => {
        for (let at = 1, isCut = true; isCut; at += 1) {
          const { documents, cutAt } = cuttable(await open());
          const shop = await fakeShop({ documents });
          const id = await bookTuesday(shop);
          const call = shop.openCall({ scope: "staff" });
          cutAt(at, when);
          isCut = !(await call(tool, args(id))).ok;
          cutAt(Infinity, when);
          await slotsOfMaya(documents);
          expect(await call(tool, args(id)), `operation ${at}`).toMatchObject({ ok: true });
          await expectDone(documents);
        }
      },
    );
  });
}
