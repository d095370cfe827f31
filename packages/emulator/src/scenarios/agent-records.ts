/** How long the agent may take to tell of a call, in milliseconds. */
const TELL_MS = 5_000;

/** A function call as the agent recorded it. */
export interface RecordedCall {
  readonly id: string;
  readonly name: string;
  /** Parsed, where they are JSON. */
  readonly arguments: unknown;
  readonly response?: string;
}

/** What the agent tells on its admin routes, which the relay never shows a browser. */
export interface AgentRecords {
  /** The call, once it is known; `wake` is called when it has become so. A sentence is why it cannot be known. */
  call(id: string): RecordedCall | string | undefined;
  setFaults(faults: readonly object[]): Promise<void>;
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param agent the agent's `http:` address */
export function agentRecords(agent: string, wake: () => void): AgentRecords {
  const known = new Map<string, RecordedCall | string>();
  const asked = new Set<string>();

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(new URL(path, agent), { ...init, signal: AbortSignal.timeout(TELL_MS) });
    if (!response.ok) throw new Error(`${agent} answered ${response.status} to ${path}`);
    return response;
  };
  const look = async (id: string): Promise<RecordedCall | string> => {
    const response = await ask(`/admin/calls?id=${encodeURIComponent(id)}`);
    const [call] = (await response.json()) as readonly RecordedCall[];
    return call ? { ...call, arguments: parsed(call.arguments) } : `${agent} knows no call ${id}`;
  };
  return {
    call(id) {
      if (!asked.has(id)) {
        asked.add(id);
        void look(id)
          .catch((cause: unknown) => `${agent} does not tell of the call: ${String(cause)}`)
          .then((found) => {
            known.set(id, found);
            wake();
          });
      }
      return known.get(id);
    },
    async setFaults(faults) {
      if (faults.length === 0) await ask("/admin/faults", { method: "DELETE" });
      else {
        const headers = { "content-type": "application/json" };
        await ask("/admin/faults", { method: "PUT", headers, body: JSON.stringify(faults) });
      }
    },
  };
}
