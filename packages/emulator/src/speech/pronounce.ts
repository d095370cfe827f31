const spaced = (characters: string): string => characters.split("").join(" ");

/** What Flite is given to read: plain ASCII, with ids, telephone numbers and addresses read out. */
export function pronounceable(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (address) => address.replaceAll("@", " at ").replaceAll(".", " dot "))
    .replace(/\b([A-Z]{2,4})(\d{3,})\b/g, (_, letters: string, digits: string) => {
      const short = digits.replace(/^0+(?=\d)/, "");
      return letters.length === 3 ? `${spaced(letters)} ${spaced(short)}` : `${letters.toLowerCase()} ${spaced(short)}`;
    })
    .replace(/\+?\d[\d() -]{6,}\d/g, (number) => spaced(number.replace(/\D/g, "")))
    .replace(
      /\$(\d+)\.(\d\d)\b/g,
      (_, dollars: string, cents: string) => `${dollars} dollars and ${Number(cents)} cents`,
    )
    .replace(/\$(\d[\d,]*)/g, "$1 dollars")
    .replaceAll("&", " and ")
    .replaceAll("%", " percent")
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, ", ")
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
