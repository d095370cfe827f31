import type { Texts } from "./texts.js";

export const en: Texts = {
  language: "en",
  direction: "ltr",
  heading: "Bean & Brew",
  launcher: (heading) => `Ask ${heading}`,
  launcherHint: "Talk or type",
  greeting: "What can we brew up for you?",
  introduction: "Ask about beans, training or wholesale, or book a visit. Talk or type, as you like.",
  suggestions: ["Book a tasting", "Where is my order?", "Barista training"],
  disclosure: "An assistant, not a person.",
  startTalking: "Start talking",
  typeFirst: "Type a question…",
  typeInCall: "Or type…",
  message: "Message",
  send: "Send",
  mute: "Mute",
  unmute: "Unmute",
  end: "End the call",
  close: "Close",
  tryAgain: "Try again",
  typeInstead: "Type instead",
  conversation: "Conversation",
  addToCalendar: "Add to calendar",
  you: "You",
  notHeard: "not heard:",
  muted: "Muted",
  typing: "Connected · type your question",
  answering: "Answering…",
  reconnecting: "Connection lost · coming back…",
  states: {
    idle: "Usually answers at once",
    connecting: "Connecting…",
    listening: "Listening",
    thinking: "Thinking…",
    speaking: "Speaking · talk any time",
    ended: "The call has ended",
    error: "Not connected",
  },
  ended: {
    idle_timeout: "Ended, as nobody spoke",
    max_duration: "Ended at the longest a call may be",
    draining: "Ended for maintenance · start again any time",
  },
  problems: {
    microphone_blocked: {
      title: "The microphone is blocked",
      text: "Your browser does not let this page listen. Click the lock beside the address, allow the microphone, then try again.",
    },
    microphone_missing: {
      title: "No microphone was found",
      text: "Connect a microphone or a headset, then try again. You can also type.",
    },
    microphone_in_use: {
      title: "The microphone is busy",
      text: "Another program or tab is using it. Close that one, then try again. You can also type.",
    },
    microphone_failed: {
      title: "The microphone did not start",
      text: "Check that it is connected and try again. You can also type.",
    },
    insecure_page: {
      title: "This page cannot use the microphone",
      text: "Browsers allow it only on secure pages (https). You can still type.",
    },
    relay_unreachable: {
      title: "We cannot be reached",
      text: "Check your connection to the internet, then try again.",
    },
    connection_lost: {
      title: "The connection was lost",
      text: "What was said is still here. Try again when you are back online.",
    },
    at_capacity: {
      title: "All our lines are busy",
      text: "Please try again in a minute.",
    },
    agent_unavailable: {
      title: "Our assistant is not available",
      text: "Please try again in a moment.",
    },
    agent_failed: {
      title: "Something went wrong on our side",
      text: "The call had to end. Please try again.",
    },
    refused: {
      title: "The call could not be started",
      text: "This page may not use the assistant. Please let the shop know.",
    },
  },
};
