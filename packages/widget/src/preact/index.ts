/**
 * Defines `<bean-brew-agent>` and types it in Preact's JSX. Its events are heard by their names: `onbb-turn`.
 * @module
 */
import type { HTMLAttributes } from "preact";
import type { AgentAttributes, AgentElementHandlers } from "../frameworks/props.js";
import type { BeanBrewAgent } from "../index.js";

export * from "../index.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "bean-brew-agent": AgentAttributes &
        AgentElementHandlers &
        Omit<HTMLAttributes<BeanBrewAgent>, keyof AgentAttributes>;
    }
  }
}
