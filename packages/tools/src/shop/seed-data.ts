import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { OrderLine } from "./records.js";

export const FIRST_NAMES = [
  ..."Ada Amara Anton Beatriz Caleb Chiara Dara Diego Elif Emeka Esther Farid Fiona Grace Hana Henrik".split(" "),
  ..."Imani Ines Ivan Jonas Keiko Lars Leila Luca Mateo Mei Nadia Nils Olga Omar Paula Rafael".split(" "),
  ..."Rosa Samir Selma Tariq Tessa Viktor Wanjiru Yusuf Zoe".split(" "),
];
export const LAST_NAMES = [
  ..."Abebe Adler Almeida Bauer Bianchi Castillo Chen Dubois Eriksen Fischer Fonseca Garcia Haddad".split(" "),
  ..."Ibrahim Ito Jansen Johnson Kaplan Kim Kowalski Larsen Lopez Mbeki Moreau Murphy Nakamura".split(" "),
  ..."Nguyen Novak Okoye Olsen Patel Petrov Quinn Reyes Rossi Santos Schmidt Silva Smith Tanaka".split(" "),
  ..."Vargas Weber Wilson Yilmaz Zhang".split(" "),
];

/** What is ordered, and what one piece costs in cents. */
export const GOODS: readonly Pick<OrderLine, "name" | "priceCents">[] = [
  { name: "Foundry, 12 oz", priceCents: 1_700 },
  { name: "Foundry, 5 lb", priceCents: 5_750 },
  { name: "Ferry, 5 lb", priceCents: 5_750 },
  { name: "Ethiopia Guji, 12 oz", priceCents: 2_100 },
  { name: "Slow Hours decaf, 5 lb", priceCents: 6_250 },
  { name: "Sampler, 4 × 4 oz", priceCents: 2_800 },
  { name: "Paper filters, 100", priceCents: 900 },
];

/** So many numbers of an area code, 555-0100 to 555-0199, are kept free for fiction. */
const FICTION = 100;
const isAreaCode = (code: number): boolean => {
  const phone = parsePhoneNumberFromString(`+1${code}5550100`);
  return phone?.isValid() === true && phone.country === "US";
};

/** Telephone numbers that are valid and that nobody has, in order, in E.164. */
export function fictionalPhones(): readonly string[] {
  const codes = Array.from({ length: 800 }, (_, index) => 200 + index).filter(isAreaCode);
  const line = (index: number): string => String(FICTION + index).padStart(4, "0");
  return Array.from({ length: FICTION }, (_, index) => codes.map((code) => `+1${code}555${line(index)}`)).flat();
}
