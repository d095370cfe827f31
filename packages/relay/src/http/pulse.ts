/** Whether somebody is still at the other end of a socket. */
export interface Pulse {
  /** Something has come of it. */
  heard(): void;
  /**
   * Asked before each ping, with the bytes that the network has taken since the socket was opened, and those that
   * still wait for it. False when nothing has come of it since the last ping, and it does not read either: a slow
   * reader finds the ping behind all that it has not read.
   */
  beat(takenBytes: number, waitingBytes: number): boolean;
}

export const openPulse = (): Pulse => {
  let isAlive = true;
  let wasBehind = false;
  let taken = 0;
  return {
    heard: () => {
      isAlive = true;
    },
    beat: (takenBytes, waitingBytes) => {
      // A network that was full takes more only when the other end has read.
      const reads = wasBehind && takenBytes > taken;
      const lives = isAlive || reads;
      isAlive = false;
      wasBehind = waitingBytes > 0;
      taken = takenBytes;
      return lives;
    },
  };
};
