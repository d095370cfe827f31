/** What the relay is meant to cost at most, beside a bare pipe; the first two where so many callers are as many as it is made for. */
export const GOALS = { ratio: 1.15, addedP99: 2, kilobytesAbovePipe: 60, lost: 0, sessions: 200 } as const;

/** What may be left of a conversation that is over, in bytes: a hundredth of what one may hold. */
export const MOST_GROWTH_BYTES = 600;

/** What was measured with so many sessions. */
export interface Result {
  readonly sessions: number;
  readonly ratio: number;
  /** In ms. */
  readonly addedP99: number;
  readonly kilobytesAbovePipe: number;
  /** Frames that were lost, or came out of their order. */
  readonly lost: number;
}

const verdict = (isMet: boolean, text: string): string => `${isMet ? "met" : "NOT MET"}: ${text}`;

/** Each goal that there is for so many sessions, and whether it is met. */
export const verdictsOf = ({ sessions, ratio, addedP99, kilobytesAbovePipe, lost }: Result): readonly string[] => [
  ...(sessions <= GOALS.sessions
    ? [
        verdict(ratio <= GOALS.ratio, `${ratio.toFixed(2)} × the pipe's CPU time a frame, at most ${GOALS.ratio}`),
        verdict(
          addedP99 < GOALS.addedP99,
          `p99 ${addedP99.toFixed(2)} ms above the direct way, less than ${GOALS.addedP99}`,
        ),
      ]
    : []),
  verdict(
    kilobytesAbovePipe < GOALS.kilobytesAbovePipe,
    `${kilobytesAbovePipe.toFixed(0)} KB a session above the pipe, less than ${GOALS.kilobytesAbovePipe}`,
  ),
  verdict(lost === GOALS.lost, `${lost} frames lost or disordered, none`),
];

export const verdictOfGrowth = (bytes: number): string =>
  verdict(
    bytes < MOST_GROWTH_BYTES,
    `${bytes.toFixed(0)} bytes left of a conversation, less than ${MOST_GROWTH_BYTES}`,
  );
