/** An option's number. @throws RangeError naming the option when it is no whole number from `least` to `most`. */
export const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`--${name} takes whole numbers from ${least} to ${most}, not "${text}".`);
};
