import { describe, expect, it } from "vitest";
import type { Documents } from "../ports.js";
import { fakeDocuments } from "../testing/fake-documents.js";
import { booked, TEN } from "../testing/maya.js";

describe("a crash", () => {
  /** A store whose connection can be cut at its n-th operation, before that took effect or after. */
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

  /** Every slot is held by an appointment that takes place, and every such appointment holds its slot. */
  async function expectConsistent(documents: Documents): Promise<void> {
    for (const { body, claims } of await documents.find("appointments", { prefix: "of:" }, 100)) {
      const held = claims.filter((claim) => claim.startsWith("slot:"));
      expect(held).toEqual(body.status === "Scheduled" ? [`slot:${body.start}#1`] : []);
    }
  }

  const changes = [
    ["create_appointment", (_id: string) => ({ ...TEN, date: "2026-11-27T11:00" }), 4],
    ["reschedule_appointment", (id: string) => ({ appointment_id: id, new_date: "2026-11-27T11:00" }), 3],
    ["cancel_appointment", (id: string) => ({ appointment_id: id }), 3],
  ] as const;

  it.each(changes)("%s, cut at every point: done wholly or not at all, and asking again is right", async (...row) => {
    const [tool, argsFor, count] = row;
    for (const when of ["before", "after"] as const) {
      for (let at = 1, isCut = true; isCut; at += 1) {
        const { documents, cutAt } = cuttable(fakeDocuments());
        const { call, id } = await booked({ documents });
        const args = argsFor(id);
        cutAt(at, when);
        isCut = !(await call(tool, args)).ok;
        cutAt(Infinity, when);
        await expectConsistent(documents);
        expect(await call(tool, args), `${when} operation ${at}`).toMatchObject({ ok: true });
        await expectConsistent(documents);
        expect(await documents.find("appointments", { prefix: "of:CUST0001#" }, 100)).toHaveLength(count);
      }
    }
  });
});
