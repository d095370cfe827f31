import { describe, expect, it } from "vitest";
import { relayUrl } from "./relay-url.js";

const PAGE = "https://shop.example/visit/?a=1#b";

describe("the relay's WebSocket", () => {
  it("is found from an absolute or a relative address", () => {
    expect(relayUrl("https://relay.example", PAGE)).toBe("wss://relay.example/ws");
    expect(relayUrl("http://127.0.0.1:8080/", PAGE)).toBe("ws://127.0.0.1:8080/ws");
    expect(relayUrl("wss://relay.example/voice?x=1#y", PAGE)).toBe("wss://relay.example/voice/ws");
    expect(relayUrl("/", PAGE)).toBe("wss://shop.example/ws");
  });

  it("says what is wrong with an address that is none", () => {
    for (const address of ["ftp://relay.example", "javascript:alert(1)", "http://"])
      expect(() => relayUrl(address, PAGE), address).toThrow(/relay attribute/);
  });
});
