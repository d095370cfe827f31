/** How callers say who they are, how to reach them, and which time they mean; see also wordings.ts. */

/** Ways to be found, with what the call must say. */
export const IDENTIFICATIONS: readonly (readonly [text: string, field: string, value: string])[] = [
  ["My number is 212 555 0142.", "phone", "+12125550142"],
  ["it's two one two five five five oh one four two", "phone", "+12125550142"],
  ["(212) 555-0142", "phone", "+12125550142"],
  ["you can find me under two one two five five five zero one four two", "phone", "+12125550142"],
  ["two one two triple five oh one four two", "phone", "+12125550142"],
  ["area code two one two, five fifty five, oh one forty two", "phone", "+12125550142"],
  ["two twelve five five five oh one forty two", "phone", "+12125550142"],
  ["sure it's plus one two one two five five five oh one four two", "phone", "+12125550142"],
  ["My phone is 1-212-555-0142", "phone", "+12125550142"],
  ["212.555.0142", "phone", "+12125550142"],
  ["my number: 212/555/0142", "phone", "+12125550142"],
  ["my phone number is two-one-two five-five-five oh-one-four-two", "phone", "+12125550142"],
  ["it's jane at example dot com", "email", "jane@example.com"],
  ["My email is jane@example.com", "email", "jane@example.com"],
  ["you have my e mail it's jane at example dot com", "email", "jane@example.com"],
  ["j a n e at example dot com", "email", "jane@example.com"],
  ["jane dot doe at example dot com", "email", "jane.doe@example.com"],
  ["My customer number is 1.", "customer_id", "CUST0001"],
  ["i'm customer number one", "customer_id", "CUST0001"],
  ["CUST0001", "customer_id", "CUST0001"],
  ["my customer id is c u s t zero zero zero one", "customer_id", "CUST0001"],
  ["customer forty two", "customer_id", "CUST0042"],
];

/** Answers to "What is your full name?", with the name that is meant. */
export const NAMES: readonly (readonly [text: string, name: string])[] = [
  ["Ada Lovelace", "Ada Lovelace"],
  ["ada lovelace", "Ada Lovelace"],
  ["My name is Ada Lovelace.", "Ada Lovelace"],
  ["it's ada lovelace", "Ada Lovelace"],
  ["I'm Ada Lovelace", "Ada Lovelace"],
  ["this is ada lovelace speaking", "Ada Lovelace"],
  ["The name's Lovelace, Ada Lovelace", "Ada Lovelace"],
  ["that's Ada, A D A, Lovelace", "Ada Lovelace"],
  ["Ada Lovelace, that's L O V E L A C E", "Ada Lovelace"],
  ["ada lovelace spelled l o v e l a c e", "Ada Lovelace"],
  ["first name ada last name lovelace", "Ada Lovelace"],
  ["Sean O apostrophe N E I L L", "Sean O'Neill"],
  ["a d a l o v e l a c e, Ada Lovelace", "Ada Lovelace"],
  ["sure, it's Mary Ann Smith", "Mary Ann Smith"],
  ["uh my full name is juan garcia", "Juan Garcia"],
  ["You can put it under Ada Lovelace.", "Ada Lovelace"],
  ["Jean-Luc Picard", "Jean-Luc Picard"],
  ["Siobhan, S I O B H A N, Murphy", "Siobhan Murphy"],
  ["it is grace b hopper", "Grace B Hopper"],
  ["Dr. Grace Hopper", "Grace Hopper"],
];

/** All facts of Ada Lovelace, 212 555 0187, ada@example.com at once. */
export const ALL_FACTS: readonly string[] = [
  "Ada Lovelace, 212 555 0187, ada@example.com",
  "212 555 0187, ada@example.com, Ada Lovelace",
  "My name is Ada Lovelace, my phone is 212 555 0187 and my email is ada@example.com.",
  "ada lovelace two one two five five five oh one eight seven ada at example dot com",
  "it's ada lovelace and my number is two one two five five five oh one eight seven and my email is ada at example dot com",
  "my email is ada at example dot com my phone number is two one two five five five zero one eight seven and my name is ada lovelace",
  "ada@example.com - Ada Lovelace - (212) 555-0187",
  "Sure: Ada Lovelace, ada@example.com, phone 212-555-0187",
  "You can reach me at 212 555 0187 or ada@example.com, the name is Ada Lovelace.",
  "name ada lovelace phone two one two triple five oh one eight seven email ada at example dot com",
  "I'm Ada Lovelace. My number's 212-555-0187. My email's ada@example.com.",
  "Phone: 2125550187. Email: ada@example.com. Name: Ada Lovelace.",
];

/** What the agent read back was "Ada Lovelais, 212 555 0149, ada@example.com"; what it must be after the words. */
export const CORRECTIONS: readonly (readonly [text: string, field: "name" | "phone" | "email", value: string])[] = [
  ["no, 0142", "phone", "+12125550142"],
  ["no it's oh one four two", "phone", "+12125550142"],
  ["No, the number is 212 555 0142.", "phone", "+12125550142"],
  ["it ends in oh one four two", "phone", "+12125550142"],
  ["no the last four digits are zero one four two", "phone", "+12125550142"],
  ["that's wrong, my phone is 212 555 0142", "phone", "+12125550142"],
  ["sorry, it's two one two five five five oh one four two", "phone", "+12125550142"],
  ["not 0149, 0142", "phone", "+12125550142"],
  ["the phone number's wrong it should be oh one four two at the end", "phone", "+12125550142"],
  ["No, it's Lovelace.", "name", "Ada Lovelace"],
  ["no, it's Lovelace with a c", "name", "Ada Lovelace"],
  ["the last name is lovelace", "name", "Ada Lovelace"],
  ["not lovelais, lovelace", "name", "Ada Lovelace"],
  ["no, L O V E L A C E", "name", "Ada Lovelace"],
  ["My name is Ada Lovelace, not Lovelais.", "name", "Ada Lovelace"],
  ["almost, it's spelled l o v e l a c e", "name", "Ada Lovelace"],
  ["actually my email is lovelace at example dot com", "email", "lovelace@example.com"],
  ["No, it's lovelace@example.com.", "email", "lovelace@example.com"],
  ["the email is wrong it's lovelace at example dot com", "email", "lovelace@example.com"],
];

/** Answers to "Tuesday, November 24 at 10 AM, 2 PM or Wednesday, November 25 at 9 AM", with the one that is meant. */
export const CHOICES: readonly (readonly [text: string, slot: string])[] = [
  ["the second one", "2026-11-24T14:00"],
  ["The first one, please.", "2026-11-24T10:00"],
  ["i'll take the last one", "2026-11-25T09:00"],
  ["wednesday works", "2026-11-25T09:00"],
  ["Tuesday at two", "2026-11-24T14:00"],
  ["ten am is good", "2026-11-24T10:00"],
  ["let's do two o'clock", "2026-11-24T14:00"],
  ["the afternoon one", "2026-11-24T14:00"],
  ["Two PM please.", "2026-11-24T14:00"],
  ["nine in the morning on wednesday", "2026-11-25T09:00"],
  ["number three", "2026-11-25T09:00"],
  ["I'd prefer the later one on Tuesday", "2026-11-24T14:00"],
  ["the earliest", "2026-11-24T10:00"],
  ["the twenty fifth is better", "2026-11-25T09:00"],
  ["i guess nine", "2026-11-25T09:00"],
  ["first", "2026-11-24T10:00"],
  ["the one at ten", "2026-11-24T10:00"],
  ["can i have the wednesday one", "2026-11-25T09:00"],
  ["option 2", "2026-11-24T14:00"],
  ["Tuesday morning", "2026-11-24T10:00"],
];

/** Other times than those offered, said after the same offer: the day or the hours that must be looked up. */
export const OTHER_TIMES: readonly (readonly [text: string, from: string])[] = [
  ["I want Thursday", "2026-11-26"],
  ["do you have anything on friday", "2026-11-27"],
  ["What about Thursday afternoon?", "2026-11-26"],
  ["none of those, how about next monday", "2026-11-30"],
  ["can we do december third instead", "2026-12-03"],
  ["those don't work, do you have friday", "2026-11-27"],
];

/** A sentence with two requests: what must be called for each. */
export const DOUBLES: readonly (readonly [text: string, ...calls: string[]])[] = [
  [
    "book a consultation Tuesday at two and tell me if you train baristas",
    "create_appointment",
    "search_knowledge_base",
  ],
  ["What are your hours, and where is my order?", "search_knowledge_base", "get_orders"],
  ["cancel my appointment and tell me when my order arrives", "cancel_appointment", "get_orders"],
  ["list my appointments and my orders", "get_appointments", "get_orders"],
  ["where's my order and do i have any appointments", "get_orders", "get_appointments"],
  ["do you sell grinders and can i book a review tomorrow at ten am", "search_knowledge_base", "create_appointment"],
];
