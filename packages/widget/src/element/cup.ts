import { html, type ReactiveController, type ReactiveControllerHost } from "lit";
import type { CallController } from "../call/call-controller.js";

/** What the cup shows: a ring that follows the caller, a quarter arc that turns, crema that follows the agent. */
export type CupKind = "listening" | "thinking" | "speaking";

export interface CupState {
  readonly kind: CupKind;
  /** Loudness of who is heard, RMS, 0 to 1. */
  readonly level: number;
}

/** What the cup shows of a call. */
export const cupOf = ({ state, meter, inputLevel }: CallController): CupState => {
  if (state === "speaking") return { kind: state, level: meter.level };
  const thinks = state === "thinking" || state === "connecting";
  return thinks ? { kind: "thinking", level: 0 } : { kind: "listening", level: inputLevel };
};

interface Colours {
  readonly saucer: string;
  readonly rim: string;
  readonly line: string;
  readonly fill: string;
}

/** CSS pixels of a canvas under which its lines are drawn thicker. */
const SMALL = 66;

/** CSS pixels of the canvas's side. */
const CUP_SIZE = 132;
/**
 * Where the cup is drawn. What it shows is said in words elsewhere.
 *
 * @csspart canvas - The canvas of the visualiser.
 */
export const cupCanvas = html`<canvas part="canvas" aria-hidden="true" width=${CUP_SIZE} height=${CUP_SIZE}></canvas>`;
/** Below this the edge is still, and no frame is drawn. */
const STILL = 0.015;
const POINTS = 72;

/** How far the edge moves for a loudness: speech has an RMS of 0.02 to 0.2. */
const swing = (level: number): number => Math.min(1, Math.sqrt(level * 5));

function edge(context: CanvasRenderingContext2D, level: number, time: number): void {
  const centre = CUP_SIZE / 2;
  context.beginPath();
  for (let point = 0; point < POINTS; point += 1) {
    const angle = (point / POINTS) * Math.PI * 2;
    const wave =
      Math.sin(angle * 3 + time) * 0.5 + Math.sin(angle * 5 - time * 2) * 0.32 + Math.sin(angle * 2 + time * 1.5) * 0.4;
    const radius = CUP_SIZE * 0.43 * (0.62 + level * 0.095 * wave + level * 0.14);
    context.lineTo(centre + radius * Math.cos(angle), centre + radius * Math.sin(angle));
  }
  context.closePath();
}

function circle(context: CanvasRenderingContext2D, radius: number, from = 0, to = Math.PI * 2): void {
  context.beginPath();
  context.arc(CUP_SIZE / 2, CUP_SIZE / 2, radius, from, to);
}

/** Draws the cup from above. `level` is 0 to 1, `time` moves the edge and turns the arc, `weight` thickens the lines. */
function drawCup(
  context: CanvasRenderingContext2D,
  kind: CupKind,
  level: number,
  time: number,
  colours: Colours,
  weight: number,
): void {
  const radius = CUP_SIZE * 0.43;
  context.clearRect(0, 0, CUP_SIZE, CUP_SIZE);
  context.lineCap = "round";
  circle(context, radius);
  context.fillStyle = colours.saucer;
  context.fill();
  context.lineWidth = weight;
  context.strokeStyle = colours.rim;
  context.stroke();
  context.lineWidth = 2.5 * weight;
  if (kind === "thinking") {
    circle(context, radius * 0.62);
    context.stroke();
    circle(context, radius * 0.62, time - Math.PI / 2, time);
    context.strokeStyle = colours.line;
    context.stroke();
    return;
  }
  edge(context, level, time);
  if (kind === "speaking") {
    context.fillStyle = colours.fill;
    context.fill();
    context.globalAlpha = 0.35;
    context.lineWidth = 1.5;
  }
  context.strokeStyle = colours.line;
  context.stroke();
  context.globalAlpha = 1;
}

/** Keeps the canvas in the host's shadow root true to the call: frames are drawn only while something is heard. */
export class CupController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #read: () => CupState;
  #frame: number | undefined;
  /** Whether less motion is wanted. Asked for once something is drawn: not everything that makes an element can be asked. */
  #calm: MediaQueryList | undefined;
  #level = 0;
  #time = 2;
  #before = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, read: () => CupState) {
    this.#host = host;
    this.#read = read;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#schedule();
  }

  hostDisconnected(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** Something may be heard now, or no more. */
  wake(): void {
    if (Math.max(this.#read().level, this.#level) > STILL) this.#schedule();
  }

  #schedule(): void {
    this.#frame ??= requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now: number): void {
    this.#frame = undefined;
    const canvas = this.#host.shadowRoot?.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    this.#calm ??= matchMedia("(prefers-reduced-motion: reduce)");
    const calm = this.#calm.matches;
    const { kind, level } = this.#read();
    const target = swing(level);
    const passed = Math.min(50, now - this.#before);
    this.#before = now;
    // With reduced motion the size goes in steps, and nothing turns.
    this.#level = calm ? Math.round(target * 3) / 3 : this.#level + (target - this.#level) * Math.min(1, passed / 90);
    if (!calm) this.#time += passed * (kind === "thinking" ? 0.004 : 0.0022);
    const scale = devicePixelRatio;
    if (canvas.width !== CUP_SIZE * scale) canvas.width = canvas.height = CUP_SIZE * scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    // The colours come through properties that the style sheet resolves for the page's scheme.
    const { fill, stroke, stopColor, floodColor } = getComputedStyle(canvas);
    const colours = { fill, line: stroke, saucer: stopColor, rim: floodColor };
    drawCup(context, kind, this.#level, this.#time, colours, canvas.clientWidth < SMALL ? 2 : 1);
    if (!calm && (kind === "thinking" || this.#level > STILL || target > STILL)) this.#schedule();
  }
}
