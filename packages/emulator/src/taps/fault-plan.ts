import type { Fault, Trouble } from "./fault.js";

/** The faults of the sessions to come. */
export interface FaultPlan {
  set(faults: readonly Fault[]): void;
  /** The faults that are still to come, with how often. */
  list(): Fault[];
  /** The troubles of the next session; each counts as having happened once. */
  next(): Trouble[];
}

export function createFaultPlan(first: readonly Fault[] = []): FaultPlan {
  let plan: Fault[] = [...first];
  return {
    set: (faults) => void (plan = [...faults]),
    list: () => [...plan],
    next() {
      // A session that is refused has no other trouble.
      const refusal = plan.find(({ fault }) => fault === "refuse");
      const due = refusal ? [refusal] : plan;
      plan = plan
        .map((fault) =>
          due.includes(fault) && fault.times !== undefined ? { ...fault, times: fault.times - 1 } : fault,
        )
        .filter(({ times }) => times !== 0);
      return due;
    },
  };
}
