/// <reference types="mocha" />
import { expect } from "chai";
import type { BeanBrewAgent } from "./index.js";

const SCRIPT = new URL("./script-tag.js", import.meta.url).href.replace(/\.js$/, ".ts");

/** A page of its own, with one script tag. */
const page = async (html: string): Promise<HTMLIFrameElement> => {
  const frame = document.createElement("iframe");
  frame.srcdoc = `<!doctype html><html lang="en"><title>Shop</title><body>${html}</body></html>`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  return frame;
};
const agents = (frame: HTMLIFrameElement): BeanBrewAgent[] => [
  ...frame.contentDocument!.querySelectorAll("bean-brew-agent"),
];

describe("the script tag", () => {
  afterEach(() => document.querySelectorAll("iframe").forEach((frame) => frame.remove()));

  it("adds a floating launcher to a page without an element, with what the tag says", async () => {
    const frame = await page(
      `<script type="module" src="${SCRIPT}" data-site-key="pk_1" data-heading="Roaster"></script>`,
    );
    const [agent, ...others] = agents(frame);
    expect(others).to.have.length(0);
    await agent!.updateComplete;
    expect(agent).to.include({ siteKey: "pk_1", heading: "Roaster", variant: "floating" });
    expect(agent!.shadowRoot!.textContent).to.contain("Ask Roaster");
    expect(agent!.callSettings.url).to.equal(`${location.origin.replace("http", "ws")}/ws`);
  });

  it("takes its launcher back when a framework puts an element into the page later", async () => {
    const frame = await page(`<script type="module" src="${SCRIPT}"></script>`);
    const [launcher] = agents(frame);
    const own = frame.contentDocument!.createElement("bean-brew-agent");
    frame.contentDocument!.body.append(own);
    expect(agents(frame)).to.deep.equal([own]);
    expect(launcher!.isConnected).to.equal(false);
    own.remove();
    frame.contentDocument!.body.append(own);
    expect(agents(frame)).to.deep.equal([own]);
  });

  it("leaves a page that has an element as it is, whichever comes first", async () => {
    for (const html of [
      "<bean-brew-agent variant=inline></bean-brew-agent>S",
      "S<bean-brew-agent variant=inline></bean-brew-agent>",
    ]) {
      const frame = await page(html.replace("S", `<script type="module" src="${SCRIPT}"></script>`));
      expect(agents(frame)).to.have.length(1);
      await agents(frame)[0]!.updateComplete;
      expect(agents(frame)[0]!.shadowRoot!.textContent).to.contain("Start talking");
    }
  });
});
