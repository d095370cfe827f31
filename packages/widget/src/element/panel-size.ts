/**
 * Makes the panel larger and smaller. Fetched when somebody first takes its corner.
 * @module
 */
import type { Size } from "./storage.js";

/** CSS pixels of a step by key. */
const STEP = 24;
/** CSS pixels of the smallest panel; the largest is as large as the window lets it be. */
const LEAST: Size = { width: 300, height: 380 };

/** How a panel grows: away from its corner, and twice as fast where it stands in the middle of the window. */
const growthOf = (panel: Element, grip: Element): { x: number; y: number } => {
  const { left, right, top, bottom } = panel.getBoundingClientRect();
  const corner = grip.getBoundingClientRect();
  const centred = Math.abs(left - (innerWidth - right)) < 2;
  return {
    x: (corner.left - left < right - corner.right ? -1 : 1) * (centred ? 2 : 1),
    y: corner.top - top < bottom - corner.bottom ? -1 : 1,
  };
};

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** What a press on a panel's corner makes of its size: `changed` while it is moved, `done` when it is let go. */
export function resizePanel(
  event: KeyboardEvent | PointerEvent,
  grip: HTMLElement,
  changed: (size: Size) => void,
  done: () => void,
): void {
  const panel = grip.closest(".panel")!;
  const { width, height } = panel.getBoundingClientRect();
  const grow = growthOf(panel, grip);
  const move = (x: number, y: number): void =>
    changed({
      width: Math.round(Math.min(innerWidth, Math.max(LEAST.width, width + x * grow.x))),
      height: Math.round(Math.min(innerHeight, Math.max(LEAST.height, height + y * grow.y))),
    });
  if (event instanceof KeyboardEvent) {
    move(...(ARROWS[event.key] ?? [0, 0]));
    return done();
  }
  const { clientX, clientY, pointerId } = event;
  const moved = (to: PointerEvent): void => move(to.clientX - clientX, to.clientY - clientY);
  const end = (): void => {
    grip.removeEventListener("pointermove", moved);
    done();
  };
  grip.addEventListener("pointermove", moved);
  // Comes however the press ends.
  grip.addEventListener("lostpointercapture", end, { once: true });
  grip.setPointerCapture(pointerId);
}
