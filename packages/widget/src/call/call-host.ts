import type { ReactiveControllerHost } from "lit";
import type { After, ClientOptions, OpenSocket } from "../client/index.js";
import type { StartData } from "../protocol/index.js";
import type { ClientTool } from "./client-tools.js";
import type { CallEvent, CallView } from "./view.js";

/** What the page's element gives to its calls. Read when a call begins. */
export interface CallSettings {
  /** The relay's WebSocket. @throws TypeError when the page's author gave an address that is none. */
  readonly url: string;
  /** Length of a microphone frame in ms. */
  readonly frameMs: number;
  readonly workletUrl?: string;
  /** Who fetches a token for each connection, where the relay asks for them. */
  readonly token?: ClientOptions["token"];
  readonly context?: StartData["context"];
  /** Functions of the page's that the agent may ask for. */
  readonly clientTools: readonly ClientTool[];
}

export interface CallHost extends ReactiveControllerHost {
  readonly callSettings: CallSettings;
  readonly isConnected: boolean;
  /** Hears all that happens in a call, after the view has changed. */
  callChanged(event: CallEvent, previous: CallView): void;
}

export interface CallEnvironment {
  readonly open: OpenSocket;
  readonly after: After;
  readonly random: () => number;
  /** Calls back whenever the network or the page's life may have changed; returns the function that ends it. */
  readonly watch: (changed: () => void) => () => void;
}
