/** Looks every so many ms until something is so, for at most `mostMs`. */
export const until = (isSo: () => boolean, everyMs: number, mostMs: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearInterval(looking);
      clearTimeout(late);
      resolve();
    };
    const looking = setInterval(() => isSo() && done(), everyMs);
    const late = setTimeout(done, mostMs);
    if (isSo()) done();
  });

/** Does it the first time, and gives everybody what came of that. */
export const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
};
