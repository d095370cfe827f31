/** Audio as it travels: little-endian 16-bit PCM, mono. */
export type AudioFrame = Int16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/**
 * What the client needs of a WebSocket. The browser's and the one of the `ws` package both have it, so the client
 * itself knows neither DOM nor Node.
 */
export interface Socket {
  binaryType: string;
  /** Bytes that were given to `send` and are not yet on the network. */
  readonly bufferedAmount: number;
  send(data: string | AudioFrame): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

/** Opens a WebSocket that offers the subprotocols: `(url, protocols) => new WebSocket(url, protocols)`. */
export type OpenSocket = (url: string, protocols: string[]) => Socket;

/** Runs a function once after so many milliseconds, unless the returned function is called before. */
export type After = (ms: number, run: () => void) => () => void;
