import { emailWords, phoneWords } from "./people.js";
import { polite } from "./polite.js";
import type { Variation } from "./variation.js";

/** How callers say who they are. */

export const identify = {
  phone: (v: Variation, phone: string): string => {
    const number = phoneWords(v, phone);
    return v.pick([
      `My number is ${number}.`,
      `my phone number is ${number}`,
      `It's ${number}.`,
      `${number}`,
      `You should have me under ${number}.`,
      `Hi, I'm a customer, my phone is ${number}`,
      `I'm calling about my account. The number is ${number}.`,
      `Can you look me up? ${number}.`,
      `You can find me by my phone number, ${number}.`,
    ]);
  },
  email: (v: Variation, email: string): string => {
    const address = emailWords(v, email);
    return v.pick([
      `My email is ${address}`,
      `my e-mail address is ${address}`,
      `It's ${address}`,
      address,
      `You have me under ${address}`,
      `Could you find my account? The email is ${address}`,
      `The email on the account is ${address}`,
      `I'm registered as ${address}`,
    ]);
  },
};

/** A first number that is wrong, and the right one after it, in one breath. */
export const slipOfNumber = (v: Variation, wrong: string, right: string): string => {
  const [first, second] = [phoneWords(v, wrong), phoneWords(v, right)];
  return v.pick([
    `My number is ${first}, no, sorry, ${second}.`,
    `${first}, wait, I mean ${second}`,
    `It's ${first}. Sorry, that's my old one. It's ${second}.`,
    `My phone is ${first}... no, ${second}`,
  ]);
};

export const correctNumber = (v: Variation, right: string): string => {
  const last = right.slice(-4);
  return v.pick([
    `No, ${last}.`,
    `Sorry, it ends in ${last}.`,
    `No, it's ${phoneWords(v, right)}.`,
    `Oh, I gave you the wrong number. It's ${phoneWords(v, right)}.`,
    `My mistake, ${phoneWords(v, right)}.`,
    `I meant ${last} at the end`,
    `Let me try again: ${phoneWords(v, right)}`,
  ]);
};

export const openAccount = (v: Variation): string =>
  polite(
    v,
    v.pick([
      "I'd like to open an account",
      "I want to create an account",
      "can I sign up",
      "I'm a new customer and I need an account",
      "could you set up an account for me",
      "I would like to register",
      "I don't have an account yet, can you make one",
      "I want to become a customer",
      "please open a customer account for me",
    ]),
  );
