/** What a process has used, and holds. */
export interface Vitals {
  /** CPU time of all its threads since its start, in µs. */
  readonly cpuMicroseconds: number;
  /** Heap that is used, and memory outside of it that the heap holds on to, in bytes. */
  readonly liveBytes: number;
  /** Resident memory, in bytes. */
  readonly residentBytes: number;
  /** The kinds of what keeps its event loop alive: a word for each socket, timer, and so on. */
  readonly resources: readonly string[];
}

/** `memory` collects garbage before it looks, which costs CPU time; `cpu` does not. */
export type Question = "cpu" | "memory";
