import type { ReactiveController, ReactiveControllerHost } from "lit";

/** CSS pixels from the end of the conversation within which somebody reads its end. */
const AT_END = 24;

/** Keeps the end of the conversation in sight of who reads the end, and leaves who reads further up where they are. */
export class TailKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #follows = true;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** What comes next is to be seen: the visitor said it. */
  follow(): void {
    this.#follows = true;
  }

  hostUpdate(): void {
    const log = this.#log;
    this.#follows ||= !log || log.scrollHeight - log.scrollTop - log.clientHeight < AT_END;
  }

  hostUpdated(): void {
    const log = this.#log;
    if (this.#follows) log?.scrollTo({ top: log.scrollHeight });
    this.#follows = false;
  }

  get #log(): Element | null | undefined {
    return this.#host.shadowRoot?.querySelector(".log");
  }
}
