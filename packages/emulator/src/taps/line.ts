/** A frame of a connection: a message as text, or audio. */
export type Frame = string | Buffer;

export type Direction = "client" | "server";

/** A connection as what serves it sees it. */
export interface Line {
  /** Sends towards the client. */
  send(frame: Frame): void;
  /** What the client has not taken yet, in bytes. */
  buffered(): number;
  /** Closes after what was sent. */
  close(code: number, reason: string): void;
}

/** The connection itself, to which more can be done than to serve it. */
export interface Cable extends Line {
  /** Ends the connection at once, without a closing handshake. */
  drop(): void;
  /** Reads nothing more: neither frames, nor pings, nor the client's close. */
  stopReading(): void;
}

/** What serves a connection. */
export interface Server {
  /** Takes what came from the client. */
  receive(frame: Frame): void;
  /** The emulator ends. */
  goAway(): void;
  /** The connection is gone. */
  end(): void;
}

/** Sees each frame as it is on the wire, and the close, before it goes on. */
export interface Observer {
  frame(from: Direction, frame: Frame): void;
  close(from: Direction, code: number, reason: string): void;
}

/** The message of a text frame; undefined when it is none. */
export function messageIn(frame: Frame): { type: string; [field: string]: unknown } | undefined {
  if (typeof frame !== "string") return undefined;
  try {
    const message: unknown = JSON.parse(frame);
    const isMessage =
      typeof message === "object" && message !== null && "type" in message && typeof message.type === "string";
    return isMessage ? (message as { type: string }) : undefined;
  } catch {
    return undefined;
  }
}
