import type { CallSettings } from "../call/call-host.js";
import type { ClientTool } from "../call/client-tools.js";
import { siteToken } from "../client/index.js";
import type { StartData } from "../protocol/index.js";
import { DEFAULT_FRAME_MS, MAX_FRAME_MS, MIN_FRAME_MS } from "../worklets/frame-length.js";
import { relayUrl } from "./relay-url.js";

/** What a page says of its calls by the element's attributes and properties. */
interface PageSettings {
  readonly relay: string | undefined;
  readonly siteKey: string | undefined;
  readonly frameMs: number;
  readonly workletUrl: string | undefined;
  readonly tokenProvider: (() => Promise<string>) | undefined;
  readonly clientTools: readonly ClientTool[];
  readonly context: StartData["context"];
}

/** What a call needs of the page's settings, as they are now. @throws TypeError when the relay's address is none. */
export function settingsOf(page: PageSettings, defaultRelay: string, language: string): CallSettings {
  const { relay, siteKey, frameMs, workletUrl, tokenProvider, clientTools, context } = page;
  const url = relayUrl(relay ?? defaultRelay, document.baseURI);
  return {
    url,
    token: tokenProvider ?? (siteKey ? siteToken(url, siteKey, (to, init) => fetch(to, init)) : undefined),
    frameMs: Math.min(MAX_FRAME_MS, Math.max(MIN_FRAME_MS, frameMs || DEFAULT_FRAME_MS)),
    workletUrl: workletUrl && new URL(workletUrl, document.baseURI).href,
    context: { page: `${location.origin}${location.pathname}`, locale: language, ...context },
    clientTools,
  };
}
