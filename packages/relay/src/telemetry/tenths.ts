/**
 * Tells of progress by sentences, each with the share that is done, 0 to 1, where it is known: whenever another tenth is
 * done, or another kind of thing is.
 */
export const eachTenth = (tell: (sentence: string) => void): ((sentence: string, share?: number) => void) => {
  let told: string | undefined;
  return (sentence, share) => {
    const kind = sentence.replace(/\d+/g, "");
    const step = `${kind} ${share === undefined ? sentence : Math.floor(10 * share)}`;
    if (step === told) return;
    told = step;
    tell(sentence);
  };
};
