/** A microphone that hears what a test wants it to. */
export interface TestMicrophone {
  /** What the page asked of its devices, oldest first. */
  readonly asked: readonly MediaTrackConstraints[];
  /** The tracks that it was given. */
  readonly tracks: readonly MediaStreamTrack[];
  /** Somebody speaks, or is quiet again. */
  speak(speaking: boolean): void;
  /** What keeps the next ask from getting a track. */
  refuse(error: DOMException | undefined): void;
  restore(): void;
}

/** Puts a microphone of the test's own behind `getUserMedia`: a tone, sounded when somebody is to speak. */
export function openTestMicrophone(): TestMicrophone {
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  const context = new AudioContext();
  const voice = new OscillatorNode(context, { frequency: 220 });
  const mouth = new GainNode(context, { gain: 0 });
  voice.connect(mouth);
  voice.start();
  const asked: MediaTrackConstraints[] = [];
  const tracks: MediaStreamTrack[] = [];
  let refusal: DOMException | undefined;
  mediaDevices.getUserMedia = async (constraints) => {
    asked.push(constraints?.audio as MediaTrackConstraints);
    if (refusal !== undefined) throw refusal;
    const air = context.createMediaStreamDestination();
    mouth.connect(air);
    tracks.push(...air.stream.getTracks());
    return air.stream;
  };
  return {
    asked,
    tracks,
    speak: (speaking) => mouth.gain.setValueAtTime(speaking ? 0.4 : 0, context.currentTime),
    refuse: (error) => {
      refusal = error;
    },
    restore() {
      mediaDevices.getUserMedia = real;
      void context.close();
    },
  };
}

/** Every sound that pages send to the device from now on, and every context that was opened. */
export function tapOutput(): {
  /** The greatest amplitude that is heard now (of the last 43 ms or so), 0 to 1. */
  level(): number;
  readonly contexts: readonly AudioContext[];
  restore(): void;
} {
  const { connect } = AudioNode.prototype;
  const real = connect as (this: AudioNode, to: AudioNode, ...ends: number[]) => AudioNode;
  const taps: AnalyserNode[] = [];
  const contexts = new Set<AudioContext>();
  AudioNode.prototype.connect = function tapped(this: AudioNode, to: AudioNode, ...ends: number[]) {
    if (to instanceof AudioDestinationNode) {
      const tap = new AnalyserNode(this.context, { fftSize: 2_048 });
      real.call(this, tap);
      taps.push(tap);
      if (this.context instanceof AudioContext) contexts.add(this.context);
    }
    return real.call(this, to, ...ends);
  } as typeof connect;
  const samples = new Float32Array(2_048);
  return {
    level: () =>
      Math.max(
        0,
        ...taps.map((tap) => {
          tap.getFloatTimeDomainData(samples);
          return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        }),
      ),
    get contexts() {
      return [...contexts];
    },
    restore: () => {
      AudioNode.prototype.connect = connect;
    },
  };
}
