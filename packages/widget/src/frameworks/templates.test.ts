import type { JSX } from "preact";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { GlobalComponents } from "vue";
import type { BbTurnEvent, ClientTool, Variant } from "../index.js";
import type {} from "../preact/index.js";
import { isBeanBrewAgent } from "../vue/index.js";
import { pascal } from "./names.js";

describe("the element in a framework's templates", () => {
  it("is typed in Preact's JSX", () => {
    type Element = JSX.IntrinsicElements["bean-brew-agent"];
    expectTypeOf<Element["site-key"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Element["variant"]>().toEqualTypeOf<Variant | undefined>();
    expectTypeOf<Element["onbb-turn"]>().toEqualTypeOf<((event: BbTurnEvent) => void) | undefined>();
  });

  it("is typed in Vue's templates, whose compiler is told that it is an element", () => {
    type Props = InstanceType<GlobalComponents["bean-brew-agent"]>["$props"];
    expectTypeOf<Props["site-key"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Props["clientTools"]>().toEqualTypeOf<readonly ClientTool[] | undefined>();
    expectTypeOf<Props["onBbTurn"]>().toEqualTypeOf<((event: BbTurnEvent) => void) | undefined>();
    expect(isBeanBrewAgent("bean-brew-agent")).toBe(true);
    expect(isBeanBrewAgent("p")).toBe(false);
  });

  it("has handlers named after its events", () => {
    expect(pascal("bb-state-change")).toBe("BbStateChange");
  });
});
