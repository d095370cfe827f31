import type { LitElement } from "lit";
import type { BeanBrewAgent } from "../bean-brew-agent.js";
import type { Kebab, Pascal } from "./names.js";

type Own = Omit<BeanBrewAgent, keyof LitElement>;

type IfSame<A, B, Then> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? Then : never;

/** The names of what can be written and is no method. */
type SettableKey = {
  [Key in keyof Own]-?: Own[Key] extends (...args: never[]) => unknown
    ? never
    : IfSame<Pick<Own, Key>, { -readonly [_ in Key]: Own[Key] }, Key>;
}[keyof Own];

/** What a page can set on the element, by the names of its properties. */
export type AgentProperties = Partial<Pick<Own, SettableKey>>;

/** Values that HTML can hold. */
type InHtml<Value> = NonNullable<Value> extends string | number | boolean ? true : false;

/** What a page can set on the element in a template: attributes by their names, and properties that have none. */
export type AgentAttributes = {
  [Key in SettableKey as InHtml<Own[Key]> extends true ? Kebab<Key> : Key]?: Own[Key];
};

/** The element's events: `bb-turn` and so on. */
export type AgentEventName = Extract<keyof HTMLElementEventMap, `bb-${string}`>;

type Unprefixed<Name extends string> = Name extends `bb-${infer Rest}` ? Rest : never;

/** A handler for each event: `onTurn`, `onStateChange` and so on. */
export type AgentHandlers = {
  [Name in AgentEventName as `on${Pascal<Unprefixed<Name>>}`]?: (event: HTMLElementEventMap[Name]) => void;
};

/** The same by the events' own names, as React 19 and Preact hear them of any element: `onbb-turn`. */
export type AgentElementHandlers = {
  [Name in AgentEventName as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void;
};

/** The same as Vue hears them: `@bb-turn` in a template is the property `onBbTurn`. */
export type AgentEventHandlers = {
  [Name in AgentEventName as `on${Pascal<Name>}`]?: (event: HTMLElementEventMap[Name]) => void;
};
