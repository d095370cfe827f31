/// <reference types="mocha" />
import { expect } from "chai";
import { mount, openRelay, STARTED, unmountAll } from "../test/harness.js";

describe("the page's own tools", () => {
  afterEach(unmountAll);

  it("are offered when a call begins, and run when the agent asks", async () => {
    const relay = await openRelay();
    const agent = await mount(relay.url, { variant: "inline" });
    const shown: unknown[] = [];
    const parameters = { type: "object", properties: { place: { type: "string" } }, required: ["place"] };
    agent.element.clientTools = [
      {
        name: "show_map",
        description: "Shows a place on the page's map.",
        parameters,
        run: ({ place }) => {
          shown.push(place);
          return { shown: true };
        },
      },
    ];
    await agent.type("Where are you?");
    const { data } = await relay.message("start_voice_agent");
    expect(data).to.have.deep.property("clientTools", [
      { name: "show_map", description: "Shows a place on the page's map.", parameters },
    ]);
    relay.tell(STARTED, { type: "client_tool_call", id: "c1", name: "show_map", arguments: { place: "Red Hook" } });
    expect(await relay.message("client_tool_result")).to.deep.equal({
      type: "client_tool_result",
      id: "c1",
      ok: true,
      content: '{"shown":true}',
    });
    expect(shown).to.deep.equal(["Red Hook"]);
    relay.tell({ type: "client_tool_call", id: "c2", name: "no_such", arguments: {} });
    expect(await relay.message("client_tool_result")).to.include({ id: "c2", ok: false });
  });
});
