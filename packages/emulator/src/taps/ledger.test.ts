import { expect, it } from "vitest";
import { createLedger, MAX_CALLS, MAX_LISTED_SESSIONS } from "./ledger.js";

const request = (...ids: string[]): string =>
  JSON.stringify({
    type: "FunctionCallRequest",
    functions: ids.map((id) => ({ id, name: "look_up", arguments: '{"a":', client_side: true })),
  });

it("a ledger keeps the newest calls and sessions", () => {
  const ledger = createLedger(() => 0);
  const session = ledger.open("s");
  for (let i = 0; i <= MAX_CALLS; i++) session.frame("server", request(`fc_${i}`));
  expect(ledger.calls()).toHaveLength(MAX_CALLS);
  expect(ledger.calls("fc_0")).toEqual([]);
  for (let i = 0; i <= MAX_LISTED_SESSIONS; i++) ledger.open(String(i));
  expect(ledger.sessions()).toHaveLength(MAX_LISTED_SESSIONS);
  expect(ledger.sessions().at(-1)?.id).toBe(String(MAX_LISTED_SESSIONS));
});

it("a ledger notes what was cancelled, the first answer, and arguments that are no JSON as they are", () => {
  const ledger = createLedger(() => 0);
  const session = ledger.open("s");
  session.frame("server", request("a", "b"));
  session.frame("server", JSON.stringify({ type: "FunctionCallCancelled", functions: [{ id: "a", name: "look_up" }] }));
  for (const content of ["1", "2"]) {
    session.frame("client", JSON.stringify({ type: "FunctionCallResponse", id: "b", name: "look_up", content }));
  }
  const call = { session: "s", name: "look_up", arguments: '{"a":' };
  expect(ledger.calls()).toEqual([
    { id: "a", ...call, cancelled: true },
    { id: "b", ...call, response: "1" },
  ]);
});
