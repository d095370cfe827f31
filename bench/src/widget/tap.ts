/** What an AudioWorkletGlobalScope has. */
declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Runs in the audio thread: keeps, of each block of the last seconds, where its last sample above -60 dB was. */
const tap = (): void => {
  const AUDIBLE = 0.001;
  const MOST = 6_000;
  registerProcessor(
    "bench-tap",
    class extends AudioWorkletProcessor {
      #heard: number[] = [];

      constructor() {
        super();
        this.port.onmessage = () => this.port.postMessage(this.#heard);
      }

      process([input]: readonly (readonly Float32Array[])[]): boolean {
        const last = input?.[0]?.findLastIndex((sample) => Math.abs(sample) > AUDIBLE) ?? -1;
        if (last >= 0) this.#heard.push(currentFrame + last);
        if (this.#heard.length > 2 * MOST) this.#heard = this.#heard.slice(-MOST);
        return true;
      }
    },
  );
};

/** A file of its own, which the page's Content-Security-Policy lets pass. */
export const TAP_SOURCE = `(${tap.toString()})();\n`;
