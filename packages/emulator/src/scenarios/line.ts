import { connect, type After, type Client, type ClientEvent, type ClientOptions } from "@bean-brew/widget/client";
import { WebSocket } from "ws";
import { openMicrophone, type Microphone } from "./microphone.js";
import { createPlayback, type Playback } from "./playback.js";

/** The most messages that are kept of one call; a relay that sends more is hung up on. */
export const MAX_MESSAGES = 2_000;

/** Everything that a call tells but audio. */
export type Message = Exclude<ClientEvent, { type: "agent_audio" }>;
export interface Seen {
  readonly message: Message;
  readonly at: number;
}

/** A call by the widget's own client, with what was seen of it. */
export interface Line {
  readonly client: Client;
  readonly seen: readonly Seen[];
  readonly playback: Playback;
  /** Looks now and whenever something comes; undefined after `ms`, or when the call is over and `look` finds nothing. */
  until<T>(look: () => T | undefined, ms: number): Promise<T | undefined>;
  /** Something was learned elsewhere: those who wait look again. */
  wake(): void;
  over(): boolean;
  /** The microphone, which is open from the first use on. */
  microphone(): Microphone;
  /** Breaks the connection without a word; the client may come back. */
  breakConnection(): void;
}

export interface LineOptions {
  /** The relay's `ws:` address, path included. */
  readonly url: string;
  readonly start?: ClientOptions["start"];
  readonly token?: ClientOptions["token"];
  now(): number;
  readonly after: After;
}

export function openLine({ url, start, token, now, after }: LineOptions): Line {
  let socket: WebSocket | undefined;
  const client = connect({
    url,
    after,
    ...(start && { start }),
    ...(token !== undefined && { token }),
    open: (address, protocols) => (socket = new WebSocket(address, protocols)),
  });
  const seen: Seen[] = [];
  const watchers = new Set<() => void>();
  const playback = createPlayback();
  let microphone: Microphone | undefined;
  let over = false;
  const wake = (): void => [...watchers].forEach((look) => look());

  client.subscribe((event) => {
    const at = now();
    if (event.type === "agent_audio") {
      const rate = client.session?.audio.output.sampleRate ?? 24_000;
      playback.add((event.samples.length / rate) * 1_000, at);
      return wake();
    }
    if (seen.length < MAX_MESSAGES || event.type === "closed") seen.push({ message: event, at });
    else client.stop();
    if (event.type === "agent_started_speaking") playback.start(event.turn);
    if (event.type === "user_started_speaking") {
      const cut = playback.cut(at);
      if (cut) client.interrupted(cut.turn, cut.playedMs);
    }
    if (event.type === "closed") {
      over = true;
      microphone?.close();
    }
    wake();
  });

  return {
    client,
    seen,
    playback,
    until: (look, ms) =>
      new Promise((resolve) => {
        const settle = (found: ReturnType<typeof look>): void => {
          watchers.delete(check);
          cancel();
          resolve(found);
        };
        const check = (): void => {
          const found = look();
          if (found !== undefined || over) settle(found);
        };
        let cancel = (): void => undefined;
        watchers.add(check);
        cancel = after(ms, () => settle(look()));
        check();
      }),
    wake,
    over: () => over,
    microphone() {
      microphone ??= openMicrophone({ send: (frame) => client.sendAudio(frame), now, after });
      // Nothing else would close it, and its clock would go on for ever.
      if (over) microphone.close();
      return microphone;
    },
    breakConnection: () => socket?.terminate(),
  };
}
