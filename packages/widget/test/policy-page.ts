import type { BeanBrewAgent } from "../src/bean-brew-agent.js";
import { agentOf, type Agent } from "./harness.js";

/** A page that was served under a policy, with what went wrong in it. */
export interface PolicyPage {
  readonly window: Window & typeof globalThis;
  readonly agents: readonly Agent[];
  /** What the policy kept from happening: `directive address`. */
  readonly violations: readonly string[];
  /** What was warned of in the console. */
  readonly warnings: readonly string[];
}

/** Opens a page under a Content-Security-Policy, and waits until its elements are there. */
export async function openPolicyPage(policy: string, html: string): Promise<PolicyPage> {
  const frame = document.createElement("iframe");
  frame.style.cssText = "width: 800px; height: 600px";
  frame.src = `/__policy/page?${new URLSearchParams({ policy, html })}`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  const window = frame.contentWindow as Window & typeof globalThis;
  const violations: string[] = [];
  const warnings: string[] = [];
  window.document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    violations.push(`${effectiveDirective} ${blockedURI}`),
  );
  window.console.warn = (...words: unknown[]) => void warnings.push(words.map(String).join(" "));
  await window.customElements.whenDefined("bean-brew-agent");
  const elements = [...window.document.querySelectorAll<BeanBrewAgent>("bean-brew-agent")];
  return { window, violations, warnings, agents: await Promise.all(elements.map(agentOf)) };
}
