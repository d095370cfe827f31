/** Milliseconds under which a press is a tap: what it opened stays open until the next. */
export const TAP_MS = 300;

interface Held {
  /** Whether the microphone is open. */
  readonly talking: () => boolean;
  readonly talk: (talking: boolean) => void;
}

/**
 * Opens something while a button is held, by pointer or by key. Who cannot hold taps, and taps again. Hears every event of
 * the button's.
 */
export function createHold({ talking, talk }: Held): (event: Event) => void {
  /** When the press that opened began, in ms of the page's clock. */
  let since: number | undefined;
  return (event) => {
    const { type, timeStamp } = event;
    if (event instanceof KeyboardEvent) {
      if (event.key !== " " && event.key !== "Enter") return;
      // Else a click would follow.
      event.preventDefault();
      if (event.repeat) return;
    }
    if (type === "pointerdown" || type === "keydown") {
      since = talking() ? undefined : timeStamp;
      talk(since !== undefined);
      // A finger that slips off the button still holds it.
      if (event instanceof PointerEvent) (event.currentTarget as Element).setPointerCapture(event.pointerId);
    } else if (type === "pointerup" || type === "keyup") {
      if (since !== undefined && timeStamp - since >= TAP_MS) talk(false);
      since = undefined;
    } else if (type !== "click") talk(false);
    // One that no pointer made comes of an assistive technology.
    else if ((event as MouseEvent).detail === 0) talk(!talking());
  };
}
