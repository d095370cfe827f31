import { StartError } from "../errors.js";

/**
 * What `parse` makes of the words after a command.
 * @throws StartError with a sentence that ends in the command's usage.
 */
export const orUsage = <Parsed>(usage: string, parse: () => Parsed): Parsed => {
  try {
    return parse();
  } catch (error) {
    const why = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new StartError(`${why}. Usage: ${usage}`);
  }
};

/** @throws StartError when a text is not a whole number within bounds. */
export const wholeNumberOption = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new StartError(`--${name} must be a whole number from 0 to ${most}, not "${text}".`);
};
