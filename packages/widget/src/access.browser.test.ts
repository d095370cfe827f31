/// <reference types="mocha" />
import { expect } from "chai";
import { findings } from "../test/axe.js";
import { unmountAll, type Agent } from "../test/harness.js";
import { controls, nameOf, settled } from "../test/pieces.js";
import { everyStateOf, VARIANTS } from "../test/states.js";

/** Targets under 24 px, and fields whose type is under 16 px: phones zoom into those. */
const tooSmall = (agent: Agent): string[] =>
  controls(agent).flatMap((control) => {
    // A box to tick is as large as its label.
    if (control.matches("[type=checkbox]")) return [];
    const { width, height } = control.getBoundingClientRect();
    const type = parseFloat(getComputedStyle(control).fontSize);
    const small = [width, height].some((side) => side < 24) || (control.localName === "input" && type < 16);
    return small ? [`${nameOf(control)}: ${width} × ${height}, ${type} px`] : [];
  });

describe("for everybody, the element", () => {
  afterEach(() => {
    unmountAll();
    document.documentElement.style.colorScheme = "";
  });

  for (const variant of VARIANTS)
    it(`has no finding of axe, no target under 24 px and no field under 16 px in any state: ${variant}`, async function () {
      this.timeout(60_000);
      for await (const { name, agent } of everyStateOf(variant)) {
        for (const scheme of variant === "inline" ? ["light", "dark"] : ["light"]) {
          document.documentElement.style.colorScheme = scheme;
          expect(await findings(agent), `${name} ${scheme}`).to.deep.equal([]);
        }
        // Also where the page wants small type, close together.
        agent.element.style.cssText = "--bb-font-size: 11px; --bb-space: 1px";
        await settled(agent);
        expect(tooSmall(agent), name).to.deep.equal([]);
      }
    });
});
