/**
 * `<bean-brew-agent>`: importing this module defines the element. In Node, where there are no custom elements of the
 * page's, it touches nothing.
 * @module
 */
import { BeanBrewAgent } from "./bean-brew-agent.js";

if (typeof window !== "undefined" && !customElements.get("bean-brew-agent"))
  customElements.define("bean-brew-agent", BeanBrewAgent);

export { BeanBrewAgent };
export type { ClientTool } from "./call/client-tools.js";
export type { Problem, ProblemCode } from "./call/problem.js";
export type { Turn } from "./call/transcript.js";
export type { CallState } from "./call/view.js";
export type { Position, Variant } from "./element/model.js";
export type { StorageKind } from "./element/storage.js";
export * from "./events/events.js";
export type { Texts, TextsOfPage } from "./text/texts.js";
export type { Meter } from "./worklets/playback.js";
