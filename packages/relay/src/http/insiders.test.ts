import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, expect, it } from "vitest";
import { readTrust, trustNobody } from "../auth/address.js";
import { insidersOnly } from "./insiders.js";
import { metricsText } from "./metrics.js";

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

const statusOf = async (headers: Record<string, string>, trust = "", staffSecret?: string): Promise<number> => {
  const app = express();
  const metrics = { text: async () => "up 1\n", contentType: "text/plain; version=0.0.4; charset=utf-8" };
  app.get("/metrics", insidersOnly({ trust: readTrust(trust) ?? trustNobody, staffSecret }), metricsText(metrics));
  const server = app.listen(0, "127.0.0.1");
  open.push(() => server.close());
  await once(server, "listening");
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, { headers });
  expect((await response.text()).includes("up 1")).toBe(response.status === 200);
  return response.status;
};

it("lets in programs of this machine, and who shows the staff's secret, but no page from elsewhere", async () => {
  const forwarded = { "X-Forwarded-For": "203.0.113.9" };
  const bearer = { Authorization: "Bearer s3cret" };
  expect(await statusOf({})).toBe(200);
  expect(await statusOf({ Origin: "https://elsewhere.example" })).toBe(403);
  expect(await statusOf(forwarded)).toBe(403);
  expect(await statusOf(forwarded, "1")).toBe(403);
  expect(await statusOf({ "X-Forwarded-For": "127.0.0.1" }, "1")).toBe(403);
  expect(await statusOf({ ...forwarded, ...bearer })).toBe(403);
  expect(await statusOf({ ...forwarded, ...bearer }, "", "another")).toBe(403);
  expect(await statusOf({ ...forwarded, ...bearer }, "", "s3cret")).toBe(200);
});
