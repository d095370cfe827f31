/** What the agent says of itself: in one sentence after its greeting, and to who asks. */

export const OFFLINE = "This is the offline assistant.";
export const INTRODUCTION =
  "I am an automated assistant that works offline, without a language model, so I understand simple requests: " +
  "questions about the shop, your account, your orders and appointments.";
