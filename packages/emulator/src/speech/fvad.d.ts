/** The WebRTC voice activity detector, compiled to WebAssembly; the package has no types of its own. */
declare module "@echogarden/fvad-wasm" {
  export interface Fvad {
    HEAP16: Int16Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _fvad_new(): number;
    _fvad_free(detector: number): void;
    _fvad_set_mode(detector: number, mode: 0 | 1 | 2 | 3): number;
    _fvad_set_sample_rate(detector: number, rate: number): number;
    /** 1 for voice, 0 for none, -1 for a frame of the wrong length. */
    _fvad_process(detector: number, samples: number, count: number): number;
  }
  export default function load(): Promise<Fvad>;
}
