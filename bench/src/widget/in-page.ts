/** What is noted in the page of a call, in ms of the page's clock unless it says otherwise. */
export interface Noted {
  clickedAt: number;
  /** When the first microphone frame of a call was handed to its socket. */
  firstFrameAt: number;
  /** What the output's own clock said when the message of a barge-in came, in seconds. */
  bargedInAt: number;
  /** How long each task was that held the page for more than 50 ms. */
  readonly longTasks: number[];
}

/** What the bench put into the page. */
export interface Bench {
  readonly noted: Noted;
  /** Says something into the page's microphone. */
  speak?(base64: string): Promise<void>;
  /**
   * How long after the last barge-in's message the last sample above -60 dB was played, in ms, as the output's worklet
   * counts samples; undefined when nothing was to be heard just before it either.
   */
  silentAfter?(): Promise<number | undefined>;
}

/** Runs in the page before its own scripts: notes when the visitor clicked, and what goes over sockets when. */
export const watch = (): void => {
  const noted: Noted = { clickedAt: NaN, firstFrameAt: NaN, bargedInAt: NaN, longTasks: [] };
  const bench: Bench = { noted };
  Object.assign(globalThis, { bench });
  addEventListener(
    "click",
    ({ timeStamp }) => {
      noted.clickedAt = timeStamp;
      noted.firstFrameAt = NaN;
    },
    { capture: true },
  );
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    send.call(this, data);
    if (typeof data !== "string" && Number.isNaN(noted.firstFrameAt)) noted.firstFrameAt = performance.now();
  };
  new PerformanceObserver((list) => noted.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe(
    {
      type: "longtask",
    },
  );
};

/** Runs in the page before its own scripts: its microphone hears what it is told to speak, and nothing else. */
export const giveMouth = (rate: number): void => {
  const devices = navigator.mediaDevices;
  let context: AudioContext;
  let mouth: MediaStreamAudioDestinationNode;
  devices.getUserMedia = () => {
    context = new AudioContext({ sampleRate: rate });
    mouth = context.createMediaStreamDestination();
    return Promise.resolve(mouth.stream);
  };
  const speak = (base64: string): Promise<void> =>
    new Promise((resolve) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768);
      const source = context.createBufferSource();
      source.buffer = context.createBuffer(1, samples.length, rate);
      source.buffer.copyToChannel(samples, 0);
      source.connect(mouth);
      source.addEventListener("ended", () => resolve(), { once: true });
      source.start();
    });
  Object.assign((globalThis as unknown as { bench: Bench }).bench, { speak });
};

/**
 * Runs in the page before its own scripts: whatever goes to the loudspeaker goes to a worklet of the bench's, too, and
 * the message of a barge-in is noted on the clock by which that counts.
 */
export const tapOutput = (workletUrl: string): void => {
  const { bench } = globalThis as unknown as { bench: Bench };
  let output: BaseAudioContext | undefined;
  let tap: AudioWorkletNode | undefined;
  const connect = AudioNode.prototype.connect as (
    this: AudioNode,
    to: AudioNode | AudioParam,
    ...more: number[]
  ) => AudioNode;
  const join = async (from: AudioNode): Promise<void> => {
    const { context } = from;
    await context.audioWorklet.addModule(workletUrl);
    tap = new AudioWorkletNode(context, "bench-tap", { numberOfInputs: 1, numberOfOutputs: 0 });
    connect.call(from, tap);
    output = context;
  };
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode | AudioParam, ...more: number[]) {
    if (to instanceof AudioDestinationNode && to.context instanceof AudioContext) void join(this);
    return connect.call(this, to, ...more);
  } as typeof AudioNode.prototype.connect;

  const Socket = WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      // The first listener of all: it notes the moment before the widget acts on it.
      this.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (typeof data === "string" && data.includes('"type":"user_started_speaking"'))
          bench.noted.bargedInAt = output?.currentTime ?? NaN;
      });
    }
  };

  /** The frames of the last sample that was to be heard in each block. */
  const heard = (): Promise<readonly number[]> =>
    new Promise((resolve) => {
      tap!.port.onmessage = ({ data }: MessageEvent<readonly number[]>) => resolve(data);
      tap!.port.postMessage("heard?");
    });
  const silentAfter = async (): Promise<number | undefined> => {
    const frames = await heard();
    const rate = output!.sampleRate;
    const at = bench.noted.bargedInAt * rate;
    const isOf = (from: number, to: number) => (frame: number) => frame >= at + from * rate && frame < at + to * rate;
    // What comes a second later is the answer to what was said.
    const after = frames.filter(isOf(0, 1));
    if (!frames.some(isOf(-0.03, 0.03))) return undefined;
    return after.length === 0 ? 0 : ((Math.max(...after) - at) / rate) * 1_000;
  };
  Object.assign(bench, { silentAfter });
};
