import { expect, it } from "vitest";
import { openHouse } from "./house.js";

it("a call's log says what became of it, and nothing of who called or what was said", async () => {
  await using house = await openHouse({ env: { LOG_LEVEL: "trace" } });
  const call = house.call({ context: { page: "https://shop.example/?q=secret-of-the-page" } });
  const { sessionId, resumeToken } = await call.next("session_started");
  await call.ask("I would like to open a new account.", /name/);
  await call.ask("Ada Lovelace", /number/);
  await call.ask("212 555 0187", /e-?mail/);
  await call.ask("ada@example.com", /Ada Lovelace.*right/);
  await call.ask("yes", /account is open/);
  await call.ask("Book a consultation next Tuesday at two pm.", /booked/);
  await call.ask("Do you train baristas?", /barista/i);
  const ratings = `${house.url}/api/session/rating`;
  const rating = { sessionId, resumeToken, stars: 5, comment: "Marvellous" };
  expect((await fetch(ratings, { method: "POST", body: JSON.stringify(rating) })).status).toBe(204);
  call.client.stop();
  await call.next("closed");
  await house.journalHas(/"note":"rated","stars":5,"comment":"Marvellous"/);
  await house.journalHas(/"note":"billed","ms":\d+,"dollars":0\.\d+/);

  const lines = house.relay
    .printed()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const ofCall = lines.filter(({ session }) => session === sessionId);
  expect(ofCall.map(({ to }) => to).filter(Boolean)).toEqual(["live", "closed"]);
  expect(ofCall.at(-1)).toMatchObject({ msg: expect.any(String) as string });
  expect(house.relay.printed()).not.toMatch(
    /lovelace|5550187|555 0187|ada@|example\.com|barista|consultation|marvellous/i,
  );
  expect(house.relay.printed()).not.toContain("secret-of-the-page");
  expect(house.relay.printed()).not.toContain(resumeToken);
});
