import type { CallEnvironment } from "./call-host.js";
import { watchPage } from "./page-watch.js";

/** What a call needs of the browser. */
export const browser: CallEnvironment = {
  open: (url, protocols) => new WebSocket(url, protocols),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  watch: watchPage,
};
