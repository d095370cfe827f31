/**
 * The bundle for a script tag. Elements without a relay use the one that the script came from; a page without an
 * element gets a floating one.
 * @module
 */
import { BeanBrewAgent } from "./index.js";

const { href, origin } = new URL(import.meta.url);
BeanBrewAgent.defaultRelay = origin;

function addLauncher(): void {
  if (document.querySelector("bean-brew-agent") !== null) return;
  const own = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].find(({ src }) => src === href);
  const agent = document.createElement("bean-brew-agent");
  for (const [name, value] of Object.entries(own?.dataset ?? {}))
    // data-site-key is site-key, and so on for every attribute of the element's.
    agent.setAttribute(
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value ?? "",
    );
  document.body.append(agent);
  // A framework may put its element into the page only now: then the launcher was not wanted.
  BeanBrewAgent.connected = (other) => {
    if (other !== agent && agent.state === "idle") agent.remove();
  };
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", addLauncher, { once: true });
else addLauncher();

export * from "./index.js";
