/**
 * `<bean-brew-agent>` as a React component, for React 18 and 19: typed props, a handler for each event, and a ref to
 * the element. Importing it also types `<bean-brew-agent>` itself in JSX.
 * @module
 */
import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type ClassAttributes,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from "react";
import { pascal } from "../frameworks/names.js";
import type { AgentAttributes, AgentElementHandlers, AgentHandlers, AgentProperties } from "../frameworks/props.js";
import type { PropertyDeclarations } from "lit";
import * as widget from "../index.js";
import { BeanBrewAgent as AgentElement } from "../index.js";

/** What the component takes: what the element can be set to, handlers of its events, and what any element takes. */
export type BeanBrewAgentProps = AgentProperties &
  AgentHandlers &
  Omit<HTMLAttributes<AgentElement>, keyof AgentProperties | keyof AgentHandlers>;

type Props = Readonly<Record<string, unknown>>;

/** Handlers' names by events' names: `onTurn` for `bb-turn`. */
const HANDLERS = new Map(
  Object.values(widget).flatMap((each) =>
    "type" in each ? [[each.type as string, `on${pascal(each.type.slice(3))}`]] : [],
  ),
);
const HANDLER_NAMES = new Set(HANDLERS.values());

/** The attribute of a property of the element's; false for one that has none, undefined for what is none of its own. */
function attributeOf(name: string): string | false | undefined {
  const options: PropertyDeclarations = AgentElement.properties;
  if (!Object.hasOwn(options, name)) return undefined;
  const attribute = options[name]?.attribute ?? name;
  return typeof attribute === "string" ? attribute : attribute && name;
}

/** What React renders, on a server, too: attributes only. Without `false`, which older versions write as a word. */
function renderedProps(props: Props): Record<string, unknown> {
  const rendered: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    const attribute = attributeOf(name) ?? (name === "className" ? "class" : name);
    if (attribute !== false && !HANDLER_NAMES.has(name)) rendered[attribute] = value === false ? undefined : value;
  }
  return rendered;
}

/** Layout effects do nothing on a server, and React 18 warns of them there. */
const useEarlyEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

/** The element as a component. Its ref is the element, for `start()`, `stop()` and the rest. */
export const BeanBrewAgent: ForwardRefExoticComponent<BeanBrewAgentProps & RefAttributes<AgentElement>> = forwardRef<
  AgentElement,
  BeanBrewAgentProps
>(function BeanBrewAgent(given, ref) {
  const props: Props = given;
  const element = useRef<AgentElement>(null);
  const latest = useRef(props);
  const set = useRef(new Set<string>());
  useImperativeHandle(ref, () => element.current!, []);
  useEarlyEffect(() => {
    latest.current = props;
    for (const name of new Set([...set.current, ...Object.keys(props)])) {
      // What was set once and is no longer given is set to undefined, as React does with what it sets itself.
      if (attributeOf(name) !== false || (element.current as Props | null)?.[name] === props[name]) continue;
      Object.assign(element.current!, { [name]: props[name] });
      set.current.add(name);
    }
  });
  useEffect(() => {
    const agent = element.current!;
    const listening = new AbortController();
    for (const [event, handler] of HANDLERS) {
      const handle = (told: Event): void => (latest.current[handler] as ((event: Event) => void) | undefined)?.(told);
      agent.addEventListener(event, handle, { signal: listening.signal });
    }
    return () => listening.abort();
  }, []);
  // The element tells its state by attributes of its own, which no server rendered.
  return createElement("bean-brew-agent", { ...renderedProps(props), ref: element, suppressHydrationWarning: true });
});

/** What `<bean-brew-agent>` itself takes in JSX: attributes by their names, and handlers by the events' names. */
export type BeanBrewAgentElementProps = AgentAttributes &
  AgentElementHandlers &
  ClassAttributes<AgentElement> &
  Omit<HTMLAttributes<AgentElement>, keyof AgentAttributes>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "bean-brew-agent": BeanBrewAgentElementProps;
    }
  }
}
