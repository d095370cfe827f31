/**
 * Defines `<bean-brew-agent>` and types it in Vue's templates, where its events are `@bb-turn` and so on.
 * @module
 */
import type { HTMLAttributes, PublicProps } from "vue";
import type { AgentAttributes, AgentEventHandlers } from "../frameworks/props.js";
import type { BeanBrewAgent } from "../index.js";

export * from "../index.js";

/** For Vue's compiler: `template: { compilerOptions: { isCustomElement: isBeanBrewAgent } }`. */
export const isBeanBrewAgent = (tag: string): boolean => tag === "bean-brew-agent";

/** The element as Vue's templates know a component. */
export interface VueBeanBrewAgent {
  new (): BeanBrewAgent & {
    $props: AgentAttributes & AgentEventHandlers & PublicProps & Omit<HTMLAttributes, keyof AgentAttributes>;
  };
}

declare module "vue" {
  interface GlobalComponents {
    "bean-brew-agent": VueBeanBrewAgent;
  }
}
