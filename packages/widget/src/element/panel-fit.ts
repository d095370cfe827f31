import type { ReactiveController, ReactiveControllerHost } from "lit";
import { rememberedSize, rememberSize, type Size, type StorageKind } from "./storage.js";

/** CSS pixels that a keyboard takes at least. */
const LEAST_KEYBOARD = 80;

interface FitHost extends ReactiveControllerHost, HTMLElement {
  readonly storage: StorageKind;
}

/** Keeps the panel as large as the visitor made it, and on a phone within what the keyboard leaves of the screen. */
export class PanelFit implements ReactiveController {
  readonly #host: FitHost;
  #size: Size | undefined;

  constructor(host: FitHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#size ??= rememberedSize(this.#host.storage);
    for (const type of ["resize", "scroll"]) visualViewport?.addEventListener(type, this.#fit);
  }

  hostDisconnected(): void {
    for (const type of ["resize", "scroll"]) visualViewport?.removeEventListener(type, this.#fit);
  }

  hostUpdated(): void {
    this.#fit();
  }

  /** Somebody takes the panel's corner, or presses a key on it. */
  readonly resize = (event: Event): void => {
    const grip = event.currentTarget as HTMLElement;
    if (event instanceof KeyboardEvent && event.key.startsWith("Arrow")) event.preventDefault();
    else if (!(event instanceof PointerEvent)) return;
    import("./panel-size.js").then(
      ({ resizePanel }) =>
        resizePanel(
          event,
          grip,
          (size) => {
            this.#size = size;
            this.#fit();
          },
          () => this.#size && rememberSize(this.#host.storage, this.#size),
        ),
      (error: unknown) => console.warn("<bean-brew-agent> cannot change its size.", error),
    );
  };

  readonly #fit = (): void => {
    const style = this.#host.shadowRoot?.querySelector<HTMLElement>(".panel")?.style;
    if (style === undefined) return;
    const set = (name: string, px: number | undefined): void =>
      style.setProperty(name, px === undefined ? null : `${px}px`);
    set("--_width", this.#size?.width);
    set("--_height", this.#size?.height);
    const { height, offsetTop, scale } = visualViewport ?? { height: innerHeight, offsetTop: 0, scale: 1 };
    // A page that is zoomed in is seen in part, too, and has no keyboard for that.
    const typing = innerHeight - height * scale > LEAST_KEYBOARD;
    set("--_visible", typing ? height : undefined);
    set("--_top", typing ? offsetTop : undefined);
  };
}
