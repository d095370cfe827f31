import { once } from "node:events";
import { connect, siteToken } from "@bean-brew/widget/client";
import { WebSocket } from "ws";

/** A conversation with the agent at the far end, by whatever way. */
export interface Line {
  send(frame: Buffer<ArrayBuffer>): void;
  /** Who hears the agent's frames. */
  onFrame(listener: (frame: Buffer) => void): void;
  /** Ends the conversation as its protocol has it, and waits until that is done. */
  close(): Promise<void>;
  /** Cuts the connection. */
  cut(): void;
}

const SETTINGS = JSON.stringify({
  type: "Settings",
  audio: {
    input: { encoding: "linear16", sample_rate: 16_000 },
    output: { encoding: "linear16", sample_rate: 24_000, container: "none" },
  },
  agent: {},
});

/** A line that speaks Deepgram's protocol: to the agent itself, or through what passes everything on. */
export const agentLine = async (url: string): Promise<Line> => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let hear: (frame: Buffer) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    socket.on("close", (code) => reject(new Error(`${url} hung up (${code}) before the conversation began.`)));
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) hear(data);
      else if (data.includes('"Welcome"')) socket.send(SETTINGS);
      else if (data.includes('"SettingsApplied"')) resolve();
    });
  });
  await once(socket, "open");
  await ready;
  return {
    send: (frame) => socket.send(frame),
    onFrame: (listener) => {
      hear = listener;
    },
    close: async () => {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
    cut: () => socket.terminate(),
  };
};

export interface RelayLineOptions {
  /** The relay's, `http:`. */
  readonly url: string;
  /** The page's, where the relay has sites. */
  readonly site?: { readonly origin: string; readonly key: string };
}

/** A line by the widget's own client. */
export const relayLine = async ({ url, site }: RelayLineOptions): Promise<Line> => {
  const socketUrl = `${url.replace(/^http/, "ws")}/ws`;
  let socket: WebSocket | undefined;
  const client = connect({
    url: socketUrl,
    ...(site && {
      token: siteToken(socketUrl, site.key, (address, init) =>
        fetch(address, { ...init, headers: { ...init.headers, Origin: site.origin } }),
      ),
    }),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    open: (address, protocols) => {
      socket = new WebSocket(address, protocols, { ...(site && { origin: site.origin }), perMessageDeflate: false });
      return socket as unknown as ReturnType<Parameters<typeof connect>[0]["open"]>;
    },
  });
  let hear: (frame: Buffer) => void = () => undefined;
  let over: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    over = resolve;
  });
  await new Promise<void>((resolve, reject) => {
    client.subscribe((event) => {
      if (event.type === "agent_audio") {
        const { buffer, byteOffset, byteLength } = event.samples;
        hear(Buffer.from(buffer, byteOffset, byteLength));
      } else if (event.type === "session_started") resolve();
      else if (event.type === "closed") {
        over();
        reject(new Error(`The relay ended the call: ${event.error?.message ?? event.reason ?? event.cause}.`));
      }
    });
  });
  return {
    send: (frame) => client.sendAudio(frame),
    onFrame: (listener) => {
      hear = listener;
    },
    close: () => {
      client.stop();
      return closed;
    },
    cut: () => {
      // A client whose socket breaks would come back.
      socket?.terminate();
      client.stop();
    },
  };
};
