import type { BeanBrewAgent as AgentElement } from "@bean-brew/widget";
import { BeanBrewAgent } from "@bean-brew/widget/react";
import { useEffect, useRef, type JSX } from "react";

interface ConversationProps {
  /** Told, in the page's own words, what the agent has done for the visitor. */
  readonly onDone: (news: string) => void;
}

/** What the agent does for a visitor, by the names of its tools. */
const DONE: { readonly [tool: string]: string } = {
  create_appointment: "Your visit is booked. See you at the roastery.",
  reschedule_appointment: "Your visit is moved.",
  cancel_appointment: "Your visit is cancelled.",
};

/** The agent, in a call for as long as it is in the page. */
export function Conversation({ onDone }: ConversationProps): JSX.Element {
  const agent = useRef<AgentElement>(null);
  useEffect(() => {
    const element = agent.current!;
    // Still in the click that brought it here: without one, browsers keep a page silent.
    void element.start();
    return () => element.stop();
  }, []);
  return (
    <BeanBrewAgent
      ref={agent}
      variant="inline"
      onTool={({ name, ok }) => {
        if (ok && DONE[name] !== undefined) onDone(DONE[name]);
      }}
    />
  );
}
