import { polite } from "./polite.js";
import type { Variation } from "./variation.js";

export * from "./identity-wordings.js";

/** What callers say, in the words that callers use: written before anything was made to understand them. */

export const serviceWords = (v: Variation, service: string): string => {
  const name = service.toLowerCase();
  return v.pick([
    `a ${name}`,
    `a ${name}`,
    `a ${name} appointment`,
    `an appointment for a ${name}`,
    `a ${name} session`,
  ]);
};

export const book = (v: Variation, service: string, when: string): string => {
  const what = serviceWords(v, service);
  return polite(
    v,
    v.pick([
      `book ${what} ${when}`,
      `I'd like to book ${what} ${when}`,
      `can I get ${what} ${when}`,
      `could I come in for ${what} ${when}`,
      `I need ${what} ${when}`,
      `I want to make an appointment for ${what.replace(/^an appointment for /, "")} ${when}`,
      `schedule ${what} ${when}`,
      `would ${when} work for ${what}`,
      `put me down for ${what} ${when}`,
      `${when} for ${what}`,
      `is it possible to have ${what} ${when}`,
    ]),
  );
};

export const bookWithout = (v: Variation): string =>
  polite(
    v,
    v.pick([
      "I'd like to book an appointment",
      "I need an appointment",
      "can I make an appointment",
      "I want to come in and talk to somebody",
      "I'd like to schedule something",
      "could I set up a meeting with you",
      "I'd like to come by for an appointment",
    ]),
  );

export const chooseService = (v: Variation, service: string): string =>
  v.pick([
    service,
    `${service}, please.`,
    `A ${service.toLowerCase()}.`,
    `I think a ${service.toLowerCase()}`,
    `It's for a ${service.toLowerCase()}.`,
    `The ${service.toLowerCase()} one.`,
  ]);

export const chooseWhen = (v: Variation, when: string): string =>
  v.pick([
    when,
    `${when}, please`,
    `How about ${when}?`,
    `Could we do ${when}?`,
    `I was thinking ${when}`,
    `Is ${when} free?`,
  ]);

export const slipOfWhen = (v: Variation, wrong: string, right: string): string =>
  v.pick([
    `${wrong}, no, ${right}`,
    `${wrong}, I mean ${right}`,
    `${wrong}, sorry, ${right}`,
    `${wrong}, or rather ${right}`,
  ]);

/** What was booked just now is to be at another time. */
export const moveIt = (v: Variation, when: string): string =>
  v.pick([
    `Could you move it to ${when}?`,
    `Can we move that to ${when}, please?`,
    `Please reschedule my appointment to ${when}.`,
    `I need to move my appointment to ${when}.`,
    `Actually, can you change my appointment to ${when}?`,
    `I'd like to reschedule that to ${when}.`,
  ]);

/** What was booked just now is not to be. */
export const cancelIt = (v: Variation): string =>
  v.pick([
    "Please cancel my appointment.",
    "I need to cancel that appointment.",
    "Could you cancel my booking, please?",
    "I'd like to cancel my appointment.",
    "Can you cancel it?",
    "Sorry, I have to cancel the appointment.",
  ]);

export const freeTimes = (v: Variation, day: string): string =>
  polite(
    v,
    v.pick([
      `what times do you have ${day}`,
      `when are you free ${day}`,
      `what's available on ${day}`,
      `do you have anything open on ${day}`,
      `which slots are free ${day}`,
      `is there any room ${day}`,
      `could you tell me your free times on ${day}`,
      `when could I come in ${day}`,
      `any appointments left on ${day}`,
    ]),
  );

export const APPOINTMENT_QUESTIONS = [
  "when is my appointment",
  "what appointments do I have",
  "do I have anything booked",
  "which appointments do I have coming up",
  "can you tell me when I'm supposed to come in",
  "I forgot when my appointment is",
  "what's on my calendar with you",
  "could you check my bookings",
  "read me my appointments",
];
export const myAppointments = (v: Variation): string => polite(v, v.pick(APPOINTMENT_QUESTIONS));

export const ORDER_QUESTIONS = [
  "where is my order",
  "what's the status of my order",
  "has my order shipped",
  "can you check on my orders",
  "I'm still waiting for my delivery",
  "what did I order last time",
  "what about my last order",
  "when does my coffee arrive",
  "did my package go out",
  "I have a question about my order, where is it",
];
export const myOrders = (v: Variation): string => polite(v, v.pick(ORDER_QUESTIONS));

export const goodbye = (v: Variation): string =>
  v.pick([
    "That is all, goodbye!",
    "Thanks, bye.",
    "That's everything, thank you.",
    "No, that's it. Bye bye!",
    "Okay, have a nice day.",
    "Great, thank you so much, goodbye.",
    "I'm done, thanks.",
    "Alright, see you, bye",
    "Nothing else, thanks a lot, bye.",
    "You can hang up now, goodbye.",
    "That'll be all.",
    "Good bye.",
  ]);

export const yes = (v: Variation): string =>
  v.pick([
    "Yes.",
    "Yes, please.",
    "yeah",
    "Yep, that's right.",
    "Correct.",
    "Sure.",
    "That's right.",
    "Yes, that is correct.",
    "Sounds good.",
    "mm-hmm, yes",
  ]);

export const byNumber = (v: Variation, id: string): string => {
  const number = Number(id.slice(4));
  return v.pick([
    `My customer number is ${number}.`,
    `I'm customer ${number}`,
    `It's ${id}`,
    `My customer ID is ${id}.`,
    `I only have my customer number, it's ${id}`,
  ]);
};

export const sayAgain = (v: Variation): string =>
  v.pick([
    "What did you say?",
    "Sorry, what?",
    "Can you repeat that?",
    "Say that again, please.",
    "I didn't get that, once more?",
    "Pardon?",
    "Come again?",
  ]);

export const SERVICES = ["Consultation", "Follow-up", "Review", "Planning"] as const;

export const askTopics = (v: Variation): string =>
  polite(
    v,
    v.pick([
      "what can you help me with?",
      "what do you know about?",
      "what can I ask you?",
      "what kinds of things can you tell me about?",
      "what topics do you know?",
      "what sort of questions can you answer?",
      "how can you help me?",
      "what information do you have?",
      "what are you able to help with?",
    ]),
  );

/** As the shop's own staff says it, who goes by numbers. */
export const setStatus = (v: Variation, id: string, status: string): string => {
  const number = String(Number(id.replace("APT", "")));
  const one = v.pick([`appointment ${number}`, `appointment number ${number}`, `booking ${number}`, id]);
  const word = status.toLowerCase();
  return polite(
    v,
    v.pick([
      `set ${one} to ${word}`,
      `mark ${one} as ${word}`,
      `mark ${one} ${word}`,
      `change the status of ${one} to ${word}`,
      `update ${one} to ${word}`,
      `can you put ${one} down as ${word}`,
      `${one} is ${word}, please set it to that`,
    ]),
  );
};
