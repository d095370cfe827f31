import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { MAX_REPEATS } from "./actions.js";
import { MAX_MESSAGES } from "./line.js";
import { playScenario } from "./play-scenario.js";
import { reportText } from "./report.js";
import type { Step } from "./scenario.js";

/** A relay of the test's own: it says what a real one would not. */
let server: WebSocketServer;
let url: string;
/** What it does about a typed text. */
let onText: (socket: WebSocket, text: string) => void;

const AUDIO = { encoding: "linear16", sampleRate: 24_000 };
const STARTED = {
  type: "session_started",
  sessionId: "s1",
  resumeToken: "r",
  resumed: false,
  audio: { input: { encoding: "linear16", sampleRate: 16_000 }, output: AUDIO },
  agent: { name: "x", voice: "y" },
  limits: { idleSeconds: 1, maxSeconds: 1, resumeSeconds: 1 },
};
let turn = 0;
const tell = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message));
const say = (socket: WebSocket, role: "user" | "assistant", content: string): void => {
  turn += 1;
  tell(socket, { type: "conversation_update", data: { role, content }, turn, at: "2026-11-23T20:00:00Z" });
};

beforeEach(async () => {
  turn = 0;
  onText = (socket, text) => say(socket, "user", text);
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket: WebSocket) => {
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; text?: string };
      if (message.type === "start_voice_agent") tell(socket, STARTED);
      if (message.type === "user_message") onText(socket, message.text ?? "");
      if (message.type === "stop_voice_agent") tell(socket, { type: "voice_agent_stopped", reason: "client_stop" });
      if (message.type === "stop_voice_agent") socket.close(1000);
    });
  });
  await once(server, "listening");
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
});
afterEach(() => {
  server.clients.forEach((socket) => socket.terminate());
  server.close();
});

const play = (steps: readonly Step[], patienceMs = 30_000) =>
  playScenario(
    { name: "Test", steps },
    {
      url,
      patienceMs,
      now: Date.now,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
  );

describe("a scenario of somebody who is signed in", () => {
  it("gets a token from the relay for each call, by the site's secret", async () => {
    const asked: unknown[] = [];
    const http = createServer((request, response) => {
      void json(request).then((body) => {
        asked.push([request.url, request.headers.authorization, body]);
        response.end(JSON.stringify({ token: `t${asked.length}` }));
      });
    });
    const relay = new WebSocketServer({ server: http, path: "/shop/ws" });
    const offered: (string | undefined)[] = [];
    relay.on("connection", (socket: WebSocket, { headers }) => {
      offered.push(headers["sec-websocket-protocol"]);
      say(socket, "assistant", "Hello.");
    });
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    const options = {
      url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/shop/ws`,
      siteSecret: "the site's",
      now: Date.now,
      after: (ms: number, run: () => void) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    };
    const steps: readonly Step[] = [{ hears: "/hello/i" }];
    for (const who of ["staff", "CUST0007"] as const) {
      expect(await playScenario({ name: "Test", signed_in: who, steps }, options)).toMatchObject({ ok: true });
    }
    expect(await playScenario({ name: "Test", steps }, options)).toMatchObject({ ok: true });
    relay.clients.forEach((socket) => socket.terminate());
    http.close();
    expect(asked).toEqual(
      [{ staff: true }, { customerId: "CUST0007" }, {}].map((claims) => [
        "/shop/api/session",
        "Bearer the site's",
        claims,
      ]),
    );
    expect(offered).toEqual(["t1", "t2", "t3"].map((token) => `bean-brew.v1,bean-brew.token.${token}`));
  });

  it("is not played without the secret", async () => {
    const scenario = { name: "Test", signed_in: "staff", steps: [{ hears: "/./" }] } as const;
    const options = { url, now: Date.now, after: () => () => undefined };
    await expect(playScenario(scenario, options)).rejects.toThrow("needs the site's secret");
  });
});

describe("playing a scenario", () => {
  it("reports each step, what was heard instead, and what was not played", async () => {
    onText = (socket, text) => {
      say(socket, "user", text);
      say(socket, "assistant", "I am closed.");
    };
    const report = await play([
      { types: "Hi" },
      { hears: "/closed/" },
      { hears: "/open/", within: 50 },
      { types: "Bye" },
    ]);
    expect(report.steps.map(({ result }) => result)).toEqual(["ok", "ok", "failed", "not played"]);
    expect(report).toMatchObject({ ok: false, sessions: ["s1"] });
    const text = reportText(report);
    expect(text).toMatch(/^Test: failed\n/);
    expect(text).toMatch(/3 {2}failed .*hears \/open\/, within 50\n +heard instead: "I am closed\."/);
  });

  it("counts the time from the caller's last step: what comes later than within was not seen", async () => {
    onText = (socket, text) => {
      say(socket, "user", text);
      setTimeout(() => say(socket, "assistant", "At last."), 100);
    };
    const late = await play([{ types: "Hi" }, { hears: "/at last/i", within: 20 }]);
    expect(late.steps[1]).toMatchObject({ result: "failed", why: "heard instead: nothing" });
    const slept = await play([{ types: "Hi" }, { hears: "/at last/i" }, { hears: "/at last/i", within: 20 }]);
    expect(slept.steps.map(({ result }) => result)).toEqual(["ok", "ok", "failed"]);
  });

  it("counts the time from when the caller had spoken, not from when that was understood", async () => {
    onText = (socket, text) => {
      say(socket, "assistant", "At once.");
      setTimeout(() => say(socket, "user", text), 200);
      setTimeout(() => say(socket, "assistant", "Too late."), 250);
    };
    const report = await play([{ types: "Hi" }, { hears: "/late/", within: 100 }], 2_000);
    expect(report.steps.map(({ result }) => result)).toEqual(["ok", "failed"]);
  });

  it("looks for words and calls since the caller's last ones, an interruption and an answer too", async () => {
    onText = (socket, text) => {
      say(socket, "user", text);
      if (text === "Hi") tell(socket, { type: "tool_started", id: "f1", name: "look_up", label: "x" });
      else say(socket, "assistant", "Fine.");
    };
    const interrupted: readonly Step[] = [
      { types: "Hi" },
      { interrupts: "Stop", during: "look_up", by: "typing" },
      { calls: "look_up" }, // it is the one that was interrupted
      { understands: "/hi/i", within: 50 },
    ];
    const first = await play(interrupted);
    expect(first.steps.map(({ result }) => result)).toEqual(["ok", "ok", "ok", "failed"]);
    expect(first.steps[3]?.why).toBe('understood instead: "Stop"');

    onText = (socket, text) => {
      say(socket, "user", text);
      tell(socket, { type: "tool_started", id: `f ${text}`, name: text === "Hi" ? "first" : "second", label: "x" });
      say(socket, "assistant", "Your name?");
    };
    const answered: readonly Step[] = [{ types: "Hi" }, { answers: { "/name/": "Ada" }, until: { calls: "second" } }];
    const second = await play([...answered, { calls: "first", within: 50 }]);
    expect(second.steps.map(({ result }) => result)).toEqual(["ok", "ok", "failed"]);
  });

  it("opens no microphone once the call is over, so that nothing goes on after it", async () => {
    onText = (socket, text) => {
      say(socket, "user", text);
      tell(socket, { type: "voice_agent_stopped", reason: "idle_timeout" });
      socket.close(1000);
    };
    const timers = new Set<object>();
    const report = await playScenario(
      { name: "Test", steps: [{ types: "Hi" }, { hangs_up: true }, { waits: "silent 10 ms" }] },
      {
        url,
        patienceMs: 2_000,
        now: Date.now,
        after: (ms, run) => {
          const key = {};
          timers.add(key);
          const timer = setTimeout(() => {
            timers.delete(key);
            run();
          }, ms);
          return () => {
            timers.delete(key);
            clearTimeout(timer);
          };
        },
      },
    );
    expect(report.steps[2]?.why, reportText(report)).toMatch(/^the call is over/);
    expect(timers.size).toBe(0);
  });

  it("does not see arguments without the agent, and says so at once", async () => {
    onText = (socket, text) => {
      say(socket, "user", text);
      tell(socket, { type: "tool_started", id: "f1", name: "find_customer", label: "x" });
      tell(socket, { type: "tool_finished", id: "f1", name: "find_customer", ok: true, ms: 1 });
    };
    const report = await play([
      { types: "Hi" },
      { calls: "find_customer", ok: true },
      { calls: "find_customer", with: { phone: "/1/" } },
    ]);
    expect(report.steps[2]).toMatchObject({ result: "failed", why: "arguments are not seen without --agent" });
    expect(report.calls).toEqual([{ id: "f1", name: "find_customer", ok: true }]);
  });

  it("sees a call that was absent, one that failed, and a call only once", async () => {
    onText = (socket, text) => {
      say(socket, "user", text);
      tell(socket, { type: "tool_started", id: "f1", name: "book", label: "x" });
      tell(socket, { type: "tool_finished", id: "f1", name: "book", ok: false, ms: 1 });
      say(socket, "assistant", "No.");
    };
    const start: readonly Step[] = [{ types: "Hi" }, { hears: "/no/i" }];
    expect((await play([...start, { absent: "cancel" }, { absent: "book", ok: true }])).ok).toBe(true);
    expect((await play([...start, { absent: "book" }])).steps[2]?.why).toBe("it was called, 1 times");
    const twice = await play([...start, { calls: "book", ok: false }, { calls: "book", within: 50 }]);
    expect(twice.steps[3]?.result).toBe("failed");
  });

  it("says how a call ended when it ended otherwise", async () => {
    onText = (socket) => {
      tell(socket, { type: "voice_agent_stopped", reason: "idle_timeout" });
      socket.close(1000);
    };
    const report = await play([{ types: "Hi" }]);
    expect(report.steps[0]?.why).toBe("the call is over (ended, idle_timeout)");
    const other = await play([{ ends: "end_call", within: 50 }]);
    expect(other.steps[0]?.why).toBe("the call goes on");
  });

  it(`gives an answer ${MAX_REPEATS} times at most, and then says what was asked`, async () => {
    const texts: string[] = [];
    onText = (socket, text) => {
      texts.push(text);
      say(socket, "user", text);
      say(socket, "assistant", "What is your name?");
    };
    const steps: readonly Step[] = [
      { types: "Hi" },
      { answers: { "/name/": "Ada" }, until: { calls: "create_customer_account" } },
    ];
    const report = await play(steps, 3_000);
    expect(texts).toEqual(["Hi", "Ada", "Ada", "Ada"]);
    expect(report.steps[1]?.why).toMatch(/^called instead: nothing; the agent's last words were "What is your name\?"/);
  });

  it(`hangs up on a relay that sends more than ${MAX_MESSAGES} messages`, async () => {
    onText = (socket, text) => {
      for (let index = 0; index < MAX_MESSAGES; index += 1) tell(socket, { type: "agent_thinking" });
      say(socket, "user", text);
    };
    const report = await play([{ types: "Hi" }, { hears: "/never/" }]);
    expect(report.steps[0]?.why).toMatch(/^the call is over/);
  });
});
