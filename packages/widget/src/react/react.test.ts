import { createElement, StrictMode, type JSX } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { BbTurnEvent, ClientTool, Variant } from "../index.js";
import { BeanBrewAgent, type BeanBrewAgentProps } from "./index.js";

const render = (props: BeanBrewAgentProps): string =>
  renderToString(createElement(StrictMode, null, createElement(BeanBrewAgent, props)));

describe("the React component on a server", () => {
  it("renders attributes, and leaves to the page what only a page has", () => {
    const html = render({
      relay: "https://relay.example",
      siteKey: "pk_1",
      frameMs: 20,
      consent: true,
      className: "ours",
      lang: "de",
      tokenProvider: () => Promise.resolve("t"),
      clientTools: [],
      onTurn: () => undefined,
    });
    expect(html).toBe(
      '<bean-brew-agent relay="https://relay.example" site-key="pk_1" frame-ms="20" consent="" class="ours" lang="de"></bean-brew-agent>',
    );
  });

  it("renders what is not set as not set, and what stands in the slots", () => {
    expect(render({ consent: false, heading: undefined })).toBe("<bean-brew-agent></bean-brew-agent>");
    expect(render({ children: createElement("b", { slot: "header" }, "Open till five") })).toBe(
      '<bean-brew-agent><b slot="header">Open till five</b></bean-brew-agent>',
    );
  });

  it("types what can be set and heard, and nothing else", () => {
    expectTypeOf<BeanBrewAgentProps["variant"]>().toEqualTypeOf<Variant | undefined>();
    expectTypeOf<BeanBrewAgentProps["clientTools"]>().toEqualTypeOf<readonly ClientTool[] | undefined>();
    expectTypeOf<BeanBrewAgentProps["onTurn"]>().toEqualTypeOf<((event: BbTurnEvent) => void) | undefined>();
    expectTypeOf<BeanBrewAgentProps>().not.toHaveProperty("state");
    expectTypeOf<BeanBrewAgentProps>().not.toHaveProperty("start");
    expectTypeOf<BeanBrewAgentProps>().not.toHaveProperty("transcript");
  });

  it("types the element itself in JSX by the names of its attributes", () => {
    type Element = JSX.IntrinsicElements["bean-brew-agent"];
    expectTypeOf<Element["site-key"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Element["clientTools"]>().toEqualTypeOf<readonly ClientTool[] | undefined>();
    expectTypeOf<Element["onbb-turn"]>().toEqualTypeOf<((event: BbTurnEvent) => void) | undefined>();
    expectTypeOf<Element>().not.toHaveProperty("siteKey");
  });
});
