import { describe, expect, it } from "vitest";
import { isLoopback } from "./loopback.js";

describe("without sites, a socket", () => {
  it.each([
    ["127.0.0.1", undefined],
    ["::1", "http://localhost:8080"],
    ["::ffff:127.0.0.1", "http://127.0.0.1:3000"],
    ["127.0.0.1", "http://[::1]:8080"],
    ["127.0.0.1", "http://shop.localhost"],
  ])("from %s, of a page at %s, is served", (address, origin) => {
    expect(isLoopback(address, origin)).toBe(true);
  });

  it.each([
    ["192.168.1.7", undefined],
    [undefined, undefined],
    ["127.0.0.1", "https://evil.example"],
    ["127.0.0.1", "http://localhost.evil.example"],
    ["127.0.0.1", "http://127.0.0.1.evil.example"],
    ["127.0.0.1", "null"],
    ["127.0.0.1", "file://"],
  ])("from %s, of a page at %s, is refused", (address, origin) => {
    expect(isLoopback(address, origin)).toBe(false);
  });
});
