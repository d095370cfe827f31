/// <reference types="mocha" />
import { expect } from "chai";
import { createElement, StrictMode, type ReactNode } from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { openRelay, STARTED } from "../../test/harness.js";
import type { BeanBrewAgent as AgentElement } from "../index.js";
import { BeanBrewAgent, type BeanBrewAgentProps } from "./index.js";

describe("the React component in a page", () => {
  let place: HTMLElement;
  let root: Root | undefined;
  beforeEach(() => {
    place = document.createElement("div");
    document.body.append(place);
  });
  afterEach(() => {
    root?.unmount();
    place.remove();
  });

  const strictly = (child: ReactNode): ReactNode => createElement(StrictMode, null, child);
  const element = (): AgentElement => place.querySelector("bean-brew-agent")!;
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => requestAnimationFrame(resolve));
  };

  it("sets properties, keeps them current, hears events by the latest handler, and gives its ref the element", async () => {
    const relay = await openRelay();
    const told: string[] = [];
    const ref: { current: AgentElement | null } = { current: null };
    root = createRoot(place);
    const show = (props: BeanBrewAgentProps): void =>
      root!.render(strictly(createElement(BeanBrewAgent, { relay: relay.url, variant: "inline", ref, ...props })));
    const tool = { name: "show_map", description: "Shows a map.", parameters: { type: "object" }, run: () => true };
    show({ consent: true, clientTools: [tool], heading: "Ours", onTurn: () => told.push("an old handler") });
    await until(() => element()?.heading === "Ours");
    expect(ref.current).to.equal(element());
    expect(element()).to.include({ consent: true, variant: "inline" });
    expect(element().clientTools).to.deep.equal([tool]);
    show({
      consent: false,
      heading: "Mine",
      clientTools: [],
      onStateChange: ({ state }) => told.push(state),
      onTurn: ({ turn }) => told.push(turn.text),
    });
    await until(() => element().heading === "Mine");
    expect(element().consent).to.not.equal(true);
    expect(element().clientTools).to.deep.equal([]);
    ref.current!.sendText("Hello");
    await relay.message("start_voice_agent");
    relay.tell(STARTED, {
      type: "conversation_update",
      data: { role: "assistant", content: "Good morning." },
      turn: 1,
      at: "2026-11-23T10:00:00Z",
    });
    await until(() => told.includes("Good morning."));
    // Each once, though StrictMode runs every effect twice.
    expect(told.filter((each) => each === "connecting")).to.have.length(1);
    expect(told).not.to.include("an old handler");
    const before = element();
    root.unmount();
    root = undefined;
    expect(before.isConnected).to.equal(false);
    await until(() => before.state === "ended");
  });

  it("takes over what a server rendered, without a word on the console", async () => {
    const said: unknown[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => void said.push(words);
    try {
      place.innerHTML = '<bean-brew-agent site-key="pk_1" variant="inline" consent=""></bean-brew-agent>';
      const served = element();
      const recovered: unknown[] = [];
      root = hydrateRoot(
        place,
        createElement(BeanBrewAgent, {
          siteKey: "pk_1",
          variant: "inline",
          consent: true,
          texts: { greeting: "Moin!" },
        }),
        { onRecoverableError: (problem) => recovered.push(problem) },
      );
      await until(() => element().shadowRoot?.textContent?.includes("Moin!") === true);
      expect(element()).to.equal(served);
      expect(element()).to.include({ siteKey: "pk_1", consent: true });
      expect(recovered).to.deep.equal([]);
    } finally {
      console.error = error;
    }
    expect(said.map(String)).to.deep.equal([]);
  });
});
