import "../src/index.js";
import type { BeanBrewAgent } from "../src/bean-brew-agent.js";
import type { ServerMessage, SessionStarted } from "../src/protocol/index.js";

/** Where the test's configuration started the server that joins an element to its test. */
declare const __TEST_RELAY__: string;

export const STARTED: SessionStarted = {
  type: "session_started",
  sessionId: "s1",
  resumeToken: "r1",
  resumed: false,
  audio: { input: { encoding: "linear16", sampleRate: 16_000 }, output: { encoding: "linear16", sampleRate: 24_000 } },
  agent: { name: "Bean & Brew", voice: "aura-2-thalia-en" },
  limits: { idleSeconds: 120, maxSeconds: 900, resumeSeconds: 30 },
};

export type Received = ArrayBuffer | Readonly<Record<string, unknown>>;

/** The relay of one element, which the test itself is. */
export interface TestRelay {
  /** For the element's `relay` attribute. */
  readonly url: string;
  /** The next text message of a type; others before it are passed over. */
  message(type: string): Promise<Readonly<Record<string, unknown>>>;
  /** The next binary frame. */
  frame(): Promise<ArrayBuffer>;
  tell(...messages: (ServerMessage | string | ArrayBuffer)[]): void;
  /** Closes the element's socket with a code. */
  hangUp(code: number): void;
  /** Nobody answers any more. */
  close(): void;
}

/** Another host than the page's, which has the built files, too. */
export const RELAY_ORIGIN = __TEST_RELAY__;

let relays = 0;

export async function openRelay(): Promise<TestRelay> {
  relays += 1;
  const url = `${__TEST_RELAY__}/${relays}-${Math.random().toString(36).slice(2)}`;
  const socket = new WebSocket(`${url.replace("http", "ws")}/test`);
  socket.binaryType = "arraybuffer";
  const received: Received[] = [];
  let waiting: (() => void) | undefined;
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    received.push(typeof data === "string" ? (JSON.parse(data) as Readonly<Record<string, unknown>>) : data);
    waiting?.();
  };
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const take = async <T extends Received>(matches: (item: Received) => item is T): Promise<T> => {
    for (;;) {
      const index = received.findIndex(matches);
      if (index >= 0) return received.splice(index, 1)[0] as T;
      await new Promise<void>((resolve) => (waiting = resolve));
    }
  };
  return {
    url,
    message: (type) =>
      take((item): item is Readonly<Record<string, unknown>> => !(item instanceof ArrayBuffer) && item.type === type),
    frame: () => take((item) => item instanceof ArrayBuffer),
    tell: (...messages) =>
      messages.forEach((message) =>
        socket.send(typeof message === "string" || message instanceof ArrayBuffer ? message : JSON.stringify(message)),
      ),
    hangUp: (code) => socket.send(`close ${code}`),
    close: () => socket.close(),
  };
}

/** An element in the page, with verbs in place of selectors. */
export interface Agent {
  readonly element: BeanBrewAgent;
  readonly root: ShadowRoot;
  /** The control of this accessible name or text. */
  control(name: string): HTMLElement;
  has(name: string): boolean;
  press(name: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Resolves once the condition holds, looked at after every event of the element's and every frame. */
  until(condition: () => boolean): Promise<void>;
  text(): string;
}

const mounted: HTMLElement[] = [];

export async function mount(
  relay: string,
  attributes: Readonly<Record<string, string>> = {},
  page: Document = document,
): Promise<Agent> {
  const element = page.createElement("bean-brew-agent");
  for (const [name, value] of Object.entries({ relay, ...attributes })) element.setAttribute(name, value);
  page.body.append(element);
  mounted.push(element);
  return agentOf(element);
}

/** Verbs for an element that is in a page already. */
export async function agentOf(element: BeanBrewAgent): Promise<Agent> {
  await element.updateComplete;
  const root = element.shadowRoot!;
  const find = (name: string): HTMLElement | undefined =>
    [...root.querySelectorAll<HTMLElement>("button, input")].find((control) =>
      (control.getAttribute("aria-label") ?? control.textContent?.trim().replace(/\s+/g, " "))?.startsWith(name),
    );
  const control = (name: string): HTMLElement => {
    const found = find(name);
    if (found === undefined) throw new Error(`There is no control "${name}" in: ${root.textContent}`);
    return found;
  };
  return {
    element,
    root,
    control,
    has: (name) => find(name) !== undefined,
    async press(name) {
      control(name).click();
      await element.updateComplete;
    },
    async type(text) {
      const field = control("Message") as HTMLInputElement;
      field.value = text;
      field.form!.requestSubmit();
      await element.updateComplete;
    },
    async until(condition) {
      while (!condition()) await new Promise((resolve) => requestAnimationFrame(resolve));
      await element.updateComplete;
    },
    text: () => root.textContent ?? "",
  };
}

/** Takes the elements of a test out of the page. */
export function unmountAll(): void {
  mounted.splice(0).forEach((element) => element.remove());
}

/** A tone as the relay sends it: 24 kHz, 16 bit. */
export function tone(ms: number): ArrayBuffer {
  const samples = Int16Array.from(
    { length: 24 * ms },
    (_, index) => 9_000 * Math.sin((2 * Math.PI * 440 * index) / 24_000),
  );
  return samples.buffer;
}

/** Every microphone stream that the page was given since. */
export function watchMicrophones(): { readonly streams: readonly MediaStream[]; live(): number; restore(): void } {
  const streams: MediaStream[] = [];
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await real(constraints);
    streams.push(stream);
    return stream;
  };
  return {
    streams,
    live: () =>
      streams.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === "live").length,
    restore: () => {
      navigator.mediaDevices.getUserMedia = real;
    },
  };
}
