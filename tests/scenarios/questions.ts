/** What callers ask of the shop, and what the answer must be about. */
export const QUESTIONS: readonly { readonly asks: readonly string[]; readonly says: RegExp }[] = [
  {
    asks: ["Do you train baristas?", "Can my staff learn to make espresso with you?", "do you offer barista training", "I want my team to get barista classes"],
    says: /barista|train|class|course/i,
  },
  {
    asks: ["How long does coffee stay fresh?", "how long will the beans keep", "When do beans go stale?", "how fresh does the coffee stay"],
    says: /week|day|month|fresh/i,
  },
  {
    asks: ["When are you open?", "what are your opening hours", "what time do you open", "How late are you open?", "are you open on weekends"],
    says: /nine|9|monday|friday|open/i,
  },
  {
    asks: ["Can I return a bag of coffee?", "what's your return policy", "I don't like the coffee, can I send it back?", "do you give refunds"],
    says: /return|refund|replace|bag/i,
  },
  {
    asks: ["Do you do private label?", "can you put our own brand on the bags", "we'd like coffee with our own label", "is private labeling something you do"],
    says: /label|brand|bag/i,
  },
]; // prettier-ignore

/** Questions that have one answer, which is a place or a figure. */
export const PLACES: readonly string[] = [
  "Where are you?",
  "where are you located",
  "What's your address?",
  "where is the shop",
  "Hi, what is the address of the roastery?",
  "How much is a cup of coffee?",
  "how much do you charge for a cup of coffee",
  "How many people can I bring?",
  "how many people can come along to an appointment",
  "how much does a repair cost",
  "How many cups do I get out of a pound?",
];

/** Nothing of the shop's: it must be admitted that this is not known. */
export const STRANGE_QUESTIONS = [
  "What is the capital of Mongolia?",
  "Who won the world cup in 1998?",
  "can you fix my bicycle",
  "How tall is Mount Everest?",
  "what's the square root of two",
  "do you sell airplane tickets",
  "Tell me about the history of the Roman empire",
];
