import type { ReactiveController } from "lit";
import { MicrophoneError, openCallAudio, type CallAudio } from "../audio/audio.js";
import type { DeviceChoice } from "../audio/devices.js";
import { playAgent, sendMicrophone } from "../audio/join.js";
import type { Speaker } from "../audio/speaker.js";
import { connect, type Client, type ClientEvent } from "../client/index.js";
import { DEFAULT_INPUT_SAMPLE_RATE, DEFAULT_OUTPUT_SAMPLE_RATE, type SessionStarted } from "../protocol/index.js";
import type { CapturedFrame } from "../worklets/capture.js";
import type { Meter, PlaybackReport } from "../worklets/playback.js";
import { attend } from "./attendance.js";
import type { CallEnvironment, CallHost } from "./call-host.js";
import { answerFor, declarationsOf } from "./client-tools.js";
import { createHeard } from "./heard.js";
import { createMouthToEar } from "./mouth-to-ear.js";
import { IDLE, next, stateOf, type CallEvent, type CallState, type CallView } from "./view.js";

/** Milliseconds in which sound that was just opened begins to run. */
const SETTLING_MS = 1_000;

const SILENCE: Meter = { level: 0, audibleMs: 0, silentMs: 0, underruns: 0, dropped: 0 };

/** The one bridge between the user interface and a call. */
export class CallController implements ReactiveController {
  view: CallView = IDLE;
  /** What was really played in this call, as the audio thread counted it. */
  meter: Meter = SILENCE;
  /** Loudness of the microphone's last frame, RMS, 0 to 1. */
  inputLevel = 0;
  /** The session of this call, or of the last one, once it began. */
  session: SessionStarted | undefined;
  readonly #host: CallHost;
  readonly #environment: CallEnvironment;
  /** The call that runs; aborting it lets go of everything that it holds or still waits for. */
  #running: AbortController | undefined;
  #client: Client | undefined;
  #audio: CallAudio | undefined;
  /** Lets go of the sound and of what listens to it. */
  #hush = (): void => undefined;
  #choice: DeviceChoice = {};
  #volume = 1;
  #heardOf = createHeard();
  #mouthToEar = createMouthToEar();

  constructor(host: CallHost, environment: CallEnvironment) {
    this.#host = host;
    this.#environment = environment;
    host.addController(this);
  }

  get state(): CallState {
    return stateOf(this.view);
  }

  /**
   * Begins a call by voice, gives a typed call its voice, or goes on with the sound that the device took away. Must be
   * called in the click itself.
   */
  async start(): Promise<void> {
    if (this.view.opening) return;
    const opened = this.#audio;
    if (opened !== undefined) {
      try {
        this.dismiss();
        return await opened.revive();
      } catch (error) {
        // What was let go of meanwhile has nothing to say.
        if (opened !== this.#audio) return;
        if (!(error instanceof MicrophoneError) || error.problem !== "microphone_failed") return this.#fail(error);
        // A device at another rate may want a context of its own.
        this.#letGo();
      }
    }
    const { signal } = this.#running ?? this.#begin();
    // The page may have ended it in the moment in which it heard of it.
    if (signal.aborted) return;
    this.#apply({ type: "opening" });
    try {
      const { frameMs, workletUrl } = this.#host.callSettings;
      const choice = this.#choice;
      const changed = (): void => this.#apply({ type: "paused", paused: this.#audio?.running === false });
      const broke = (): void => this.#fail(new MicrophoneError("microphone_failed"));
      const audio = await openCallAudio({ frameMs, workletUrl, choice, signal, changed, broke });
      signal.throwIfAborted();
      this.#audio = audio;
      // Its clock begins anew.
      this.#mouthToEar = createMouthToEar();
      audio.microphone.mute(this.view.muted);
      audio.speaker.setVolume(this.#volume);
      this.#apply({ type: "voice" });
      signal.throwIfAborted();
      const client = this.#client ?? this.#connect(signal);
      const detach = [sendMicrophone(audio.microphone, client), playAgent(client, audio.speaker)];
      detach.push(audio.microphone.subscribe((frame) => this.#heard(frame, audio.speaker)));
      detach.push(audio.speaker.subscribe((report) => this.#played(report)));
      detach.push(attend({ hangUp: () => this.stop(), toggleMute: () => this.mute(!this.view.muted) }));
      // Until then it may still be on its way.
      detach.push(this.#environment.after(SETTLING_MS, changed), audio.close);
      this.#hush = () => detach.splice(0).forEach((run) => run());
    } catch (error) {
      // A call that was stopped meanwhile has nothing to say.
      if (signal.aborted) return;
      this.#fail(error);
    }
  }

  /** Sends a typed turn; without a call, begins a typed one. @throws RangeError when it is empty, too long, or too many wait. */
  sendText(text: string): void {
    const begins = this.#running === undefined;
    const { signal } = this.#running ?? this.#begin();
    if (signal.aborted) return;
    try {
      // A call whose microphone is still being asked for begins with what is typed meanwhile.
      this.#client ??= this.#connect(signal);
    } catch (error) {
      this.#fail(error);
      return;
    }
    try {
      this.#client.sendText(text);
    } catch (error) {
      // With nothing to say there is nothing to begin.
      if (begins) this.stop();
      throw error;
    }
    this.#apply({ type: "typed", text });
  }

  /** While muted, silence is sent. */
  mute(muted: boolean): void {
    if (!this.view.opening && !this.view.voice) return;
    this.#audio?.microphone.mute(muted);
    this.#apply({ type: "muted", muted });
  }

  /** How loud the agent is, 0 to 1; what is less or more is the nearest. */
  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, Number.isNaN(volume) ? 1 : volume));
    this.#audio?.speaker.setVolume(this.#volume);
  }

  /** The devices that were picked. */
  get choice(): DeviceChoice {
    return this.#choice;
  }

  /** Plays and hears on these devices, in this call and those to come. */
  async choose(choice: DeviceChoice): Promise<void> {
    const [audio, before] = [this.#audio, this.#choice];
    this.#choice = choice;
    this.#host.requestUpdate();
    await audio?.use(choice).catch((error: unknown) => {
      // What was let go of, or picked, meanwhile is what counts.
      if (audio !== this.#audio || choice !== this.#choice) return;
      this.#choice = before;
      this.#fail(error, audio.running);
    });
  }

  /** Ends the call, in whatever state it is. */
  stop(): void {
    if (this.#running === undefined) return;
    this.#release();
    this.#apply({ type: "stop" });
  }

  /** Puts what went wrong out of sight. */
  dismiss(): void {
    this.#apply({ type: "dismissed" });
  }

  hostDisconnected(): void {
    // An element that is only moved is connected again before the microtask; its call goes on.
    queueMicrotask(() => this.#host.isConnected || this.stop());
  }

  #begin(): AbortController {
    this.#release();
    const running = new AbortController();
    this.#running = running;
    this.meter = SILENCE;
    this.session = undefined;
    this.#heardOf = createHeard();
    this.#apply({ type: "begin" });
    return running;
  }

  #connect(signal: AbortSignal): Client {
    const { url, token, context, clientTools } = this.#host.callSettings;
    const client = connect({
      ...this.#environment,
      url,
      token,
      start: {
        audio: {
          input: { encoding: "linear16", sampleRate: DEFAULT_INPUT_SAMPLE_RATE },
          output: { encoding: "linear16", sampleRate: DEFAULT_OUTPUT_SAMPLE_RATE },
        },
        context,
        clientTools: clientTools.length > 0 ? declarationsOf(clientTools) : undefined,
      },
    });
    this.#client = client;
    const detach = client.subscribe((event) => {
      if (event.type === "client_tool_call")
        void answerFor(clientTools, event, this.#environment.after).then((result) => client.toolResult(result));
      this.#receive(event);
    });
    const unwatch = this.#environment.watch(() => {
      client.check();
      // What needs a click is offered as one.
      this.#audio?.revive().catch(() => undefined);
    });
    signal.addEventListener(
      "abort",
      () => {
        detach();
        unwatch();
        client.stop();
      },
      { once: true },
    );
    return client;
  }

  #receive(event: ClientEvent): void {
    if (event.type === "agent_audio") {
      this.#heardOf.audio(event.turn, (event.samples.length / DEFAULT_OUTPUT_SAMPLE_RATE) * 1_000);
      return;
    }
    if (event.type === "session_started") this.session = event;
    else if (event.type === "closed") this.#release();
    // The person is told in words of our own.
    else if (event.type === "error") console.warn(`<bean-brew-agent>: ${event.code}: ${event.message}`);
    else if (event.type === "conversation_update") {
      if (event.data.role === "assistant") this.#heardOf.words(event.turn, event.data.content);
      // The relay tells typed turns back, too: they are no question that was spoken.
      else if (this.view.pending.length === 0) this.#mouthToEar.asked();
    }
    this.#apply(event);
    if (event.type === "agent_audio_done") {
      const { turn } = event;
      this.#heardOf.complete(turn);
      // A turn without a sound has no end of playback to wait for.
      if (!this.view.voice || !this.#heardOf.has(turn)) this.#apply({ type: "turn_ended", turn, playedMs: 0 });
    }
  }

  #played(report: PlaybackReport): void {
    if (report.type === "meter") this.meter = report;
    this.#apply(report);
    if (report.type === "turn_started") {
      const ms = this.#mouthToEar.answered(report.at);
      if (ms !== undefined) this.#apply({ type: "answered", turn: report.turn, ms });
    } else if (report.type === "turn_cut") {
      const characters = this.#heardOf.characters(report.turn, report.playedMs);
      this.#apply({ type: "heard", turn: report.turn, characters });
    }
  }

  #heard({ level, speaking, spokeAt }: CapturedFrame, speaker: Speaker): void {
    this.inputLevel = this.view.muted ? 0 : level;
    this.#mouthToEar.spoke(spokeAt);
    // Who speaks over the agent need not shout. Whether its turn ends is not decided here.
    speaker.duck(speaking);
  }

  /** Tells what kept the call from beginning. One that runs goes on typed; with `voice`, by the microphone that it has. */
  #fail(error: unknown, voice = false): void {
    if (this.#client === undefined) this.#release();
    const known = error instanceof MicrophoneError;
    // What is not the microphone is the relay's address, which only the page's author can mend.
    if (!known) console.error("<bean-brew-agent> could not begin a call.", error);
    if (!voice) this.#letGo();
    const problem = { code: known ? error.problem : "relay_unreachable" } as const;
    this.#apply({ type: "failed", problem, over: this.#client === undefined, voice });
  }

  #release(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#client = undefined;
    this.#letGo();
  }

  /** Lets go of the sound, and of nothing else. */
  #letGo(): void {
    this.#hush();
    this.#audio = undefined;
    this.inputLevel = 0;
    this.meter = { ...this.meter, level: 0 };
  }

  #apply(event: CallEvent): void {
    const previous = this.view;
    this.view = next(previous, event);
    this.#host.callChanged(event, previous);
    if (this.view !== previous) this.#host.requestUpdate();
  }
}
