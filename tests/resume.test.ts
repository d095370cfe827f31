import { describe, expect, it } from "vitest";
import { openHouse } from "./house.js";
import { momentOf } from "./scenarios/slots.js";
import { openScriptedAgent } from "./scripted-agent.js";

describe("a call whose relay is killed", () => {
  it("goes on after a restart: the agent knows who calls and what was said", async () => {
    await using house = await openHouse();
    const call = house.call();
    const { sessionId, resumeToken } = await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /Maya/);
    await call.ask("Do you train baristas?", /barista/i);
    // What was told is in the journal a moment later, without anybody waiting for it.
    await house.journalHas(/barista/i);
    await house.crash();

    const after = Math.max(...call.events.map((event) => ("seq" in event ? Number(event.seq) : 0)));
    const again = house.call({ resume: { sessionId, token: resumeToken, after } });
    expect(await again.next("session_started")).toMatchObject({ sessionId, resumed: true });
    // No phone number is asked for again, and nothing is told twice.
    await again.ask("What appointments do I have?", /Thursday|Friday|Monday|Tuesday|Wednesday/);
    const texts = again.events.flatMap((event) => (event.type === "conversation_update" ? [event.data.content] : []));
    expect(texts.join(" ")).not.toMatch(/how can I help you today|barista/i);
  });

  it("has what it booked and could not write down any more told to the next agent", async () => {
    await using house = await openHouse();
    const call = house.call();
    const { sessionId, resumeToken } = await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /Maya/);
    await call.ask("Book a consultation next Tuesday at two pm, please.", /booked/);
    const card = call.events.flatMap((event) => (event.type === "tool_finished" && event.card ? [event.card] : []))[0]!;
    const [id] = /APT\d{4,}/.exec(card.text)!;
    await house.journalHas(new RegExp(`"answered".*${id}`));
    const heard = (await house.heard()).length;
    // As if it had died between the booking, which is in the store, and writing down what came of it.
    await house.crash((database) => {
      const answered = `entry LIKE '%"answered"%${id}%'`;
      database.exec(`DELETE FROM conversations WHERE n >= (SELECT min(n) FROM conversations WHERE ${answered})`);
    });

    const again = house.call({ resume: { sessionId, token: resumeToken, after: 0 } });
    await again.next("session_started", ({ resumed }) => resumed);
    expect(await again.next("tool_finished", ({ name }) => name === "create_appointment")).toMatchObject({ ok: true });
    const [settings = ""] = (await house.heard()).slice(heard).filter((message) => /"Settings"/.test(message));
    const { agent } = JSON.parse(settings) as {
      agent: { context: { messages: readonly object[] }; greeting?: string };
    };
    expect(agent.greeting).toBeUndefined();
    expect(agent.context.messages.at(-1)).toMatchObject({
      function_calls: [{ name: "create_appointment", response: expect.stringContaining(id) as string }],
    });
  });

  it("cannot be taken up by who does not have its token", async () => {
    await using house = await openHouse();
    const call = house.call();
    const { sessionId } = await call.next("session_started");
    const thief = house.call({ resume: { sessionId, token: "guessed", after: 0 } });
    expect(await thief.next("closed")).toMatchObject({ cause: "refused", error: { code: "resume_failed" } });
  });
});

describe("a call whose browser and agent are both lost", () => {
  it("goes on when the browser is back, with an agent that was told what was said", async () => {
    await using agent = await openScriptedAgent();
    await using house = await openHouse({ agentUrl: agent.url });
    const first = agent.conversation();
    const call = house.call();
    const greeter = await first;
    const { sessionId, resumeToken } = await call.next("session_started");
    await greeter.says("assistant", "Hello.");
    await call.next("conversation_update");
    call.hangUp();
    // This page's client does not come back; the next one does in its place.
    call.client.stop();
    await house.journalHas(/"parted"/);
    greeter.breaks();
    await house.journalHas(/"agent_lost"/);

    const second = agent.conversation();
    const after = Math.max(...call.events.map((event) => ("seq" in event ? Number(event.seq) : 0)));
    const again = house.call({ resume: { sessionId, token: resumeToken, after } });
    const other = await second;
    expect(other.remembers).toEqual([{ type: "History", role: "assistant", content: "Hello." }]);
    expect(await again.next("session_started")).toMatchObject({ sessionId, resumed: true });
    await other.says("assistant", "Where were we?");
    expect(await again.next("conversation_update")).toMatchObject({ data: { content: "Where were we?" } });
  });
});

describe("a booking whose agent is lost while it is made", () => {
  it("is made once, and the next agent is asked for it and tells it", async () => {
    await using agent = await openScriptedAgent();
    await using house = await openHouse({ agentUrl: agent.url });
    const first = agent.conversation();
    const call = house.call();
    const one = await first;
    await call.next("session_started");
    await one.says("user", "My number is 212 555 0142.");
    await one.calls("find_customer", { phone: "+12125550142" });
    await one.says("assistant", "What can I do for you?");
    const words = "Book a consultation next Tuesday at two.";
    await one.says("user", words);
    const wanted = {
      customer_id: "CUST0001",
      date: momentOf(Date.now(), "tuesday", 14),
      service: "Consultation",
    };
    const second = agent.conversation();
    const functions = [{ id: "w", name: "create_appointment", arguments: JSON.stringify(wanted), client_side: true }];
    one.sends({ type: "FunctionCallRequest", functions } as { type: string });
    await call.next("tool_started", ({ name }) => name === "create_appointment");
    one.breaks();

    const two = await second;
    expect(await two.asked()).toBe(words);
    await two.says("user", words);
    const booked = (await two.calls("create_appointment", wanted)) as { readonly id: string };
    const told = await two.calls("get_appointments", { customer_id: "CUST0001" });
    const { appointments } = told as {
      readonly appointments: readonly { readonly id: string; readonly date: string }[];
    };
    expect(appointments.filter(({ date }) => date.startsWith(wanted.date)).map(({ id }) => id)).toEqual([booked.id]);
    const asked = call.events.filter((event) => event.type === "conversation_update" && event.data.content === words);
    expect(asked).toHaveLength(1);
  });
});

describe("a booking that the caller spoke over", () => {
  it("is made, and the same agent is told so, once", async () => {
    await using house = await openHouse({ faults: [{ fault: "cancel_calls", nth: 2 }] });
    const call = house.call();
    await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /Maya/);
    call.client.sendText("Book a consultation next Tuesday at two pm, please.");
    const finished = await call.next("tool_finished", ({ name }) => name === "create_appointment");
    expect(finished).toMatchObject({ ok: true, card: { kind: "appointment" } });
    const [id] = /APT\d{4,}/.exec(finished.card!.text)!;
    await call.ask("What appointments do I have?", /Tuesday/);
    const told = (await house.heard()).filter((message) => /"UpdatePrompt"/.test(message));
    expect(told).toEqual([expect.stringContaining(id)]);
    const answers = (await house.heard()).filter((message) => message.includes(`"id":"${finished.id}"`));
    expect(answers).toEqual([]);
  });
});
