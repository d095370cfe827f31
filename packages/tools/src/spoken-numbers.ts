import { parsePhoneNumberFromString } from "libphonenumber-js";

/** How many digits of a number are said in one breath. */
const GROUP = 3;

/** An id as a voice says it, without its letters and leading zeros: `CUST0042` is "42", `ORD0012345` is "12, 345". */
export function spokenId(id: string): string {
  const digits = id.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
  return digits.length <= GROUP + 1 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, ", ");
}

/** A telephone number in the groups in which people say it: "212, 555, 0142", with the country code if it has another. */
export function spokenPhone(phone: string): string {
  const parsed = parsePhoneNumberFromString(phone);
  const text = parsed?.countryCallingCode === "1" ? parsed.formatNational() : (parsed?.formatInternational() ?? phone);
  return text.match(/\+?\d+/g)?.join(", ") ?? "";
}

/** An amount in dollars: "45 dollars and 50 cents". */
export function spokenDollars(cents: number): string {
  const [dollars, rest] = [Math.floor(cents / 100), cents % 100];
  const said = [
    ...(dollars > 0 || rest === 0 ? [`${dollars} dollar${dollars === 1 ? "" : "s"}`] : []),
    ...(rest > 0 ? [`${rest} cent${rest === 1 ? "" : "s"}`] : []),
  ];
  return said.join(" and ");
}
