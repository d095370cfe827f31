import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { addressKey, clientAddress, readTrust, trustNobody } from "./address.js";

const from = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { ...(forwarded && { "x-forwarded-for": forwarded }) } }) as IncomingMessage;

describe("the address of a client", () => {
  it.each([
    [undefined, "10.0.0.1", "6.6.6.6", "10.0.0.1"],
    ["false", "10.0.0.1", "6.6.6.6", "10.0.0.1"],
    ["1", "10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["true", "10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["2", "10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["2", "10.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["10.0.0.0/8", "10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["10.0.0.0/8", "192.168.0.1", "6.6.6.6", "192.168.0.1"],
    ["loopback, 10.0.0.1", "::ffff:127.0.0.1", "2001:db8::7, 10.0.0.1", "2001:db8::7"],
    ["loopback", "::1", "::ffff:203.0.113.9", "203.0.113.9"],
    ["1", "10.0.0.1", "unknown", "10.0.0.1"],
    ["1", "::ffff:10.0.0.1", undefined, "10.0.0.1"],
  ])("with TRUST_PROXY=%s from %s, forwarded for %s, is %s", (trust, remote, forwarded, address) => {
    expect(clientAddress(from(remote, forwarded), trust ? readTrust(trust)! : trustNobody)).toBe(address);
  });

  it("reads no more of a long list than the proxies that there may be", () => {
    const long = Array.from({ length: 40 }, (_, index) => `10.0.0.${index}`).join(",");
    expect(clientAddress(from("10.0.1.1", long), readTrust("10.0.0.0/8")!)).toBe("10.0.0.24");
  });

  it.each(["yes", "99", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0", "10.0.0.1,,"])("takes no %s for a proxy", (value) => {
    expect(readTrust(value)).toBeUndefined();
  });

  it("counts an IPv6 network of 64 bits as one", () => {
    expect(addressKey("2001:db8:0:7::1")).toBe("2001:db8:0:7::/64");
    expect(addressKey("2001:0db8::7:1:2:3:4")).toBe("2001:db8:0:7::/64");
    expect(addressKey("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
    expect(addressKey("203.0.113.9")).toBe("203.0.113.9");
  });
});
