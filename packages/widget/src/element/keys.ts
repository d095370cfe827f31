import type { Actions } from "./model.js";
import type { PanelState } from "./panel-state.js";

/** What a key does that is pressed, or let go, inside the element. */
export function pressKey(event: KeyboardEvent, { expanded, options }: PanelState, { choose, close }: Actions): void {
  // The page's shortcuts are not meant for what is typed here, nor for the end of what closed something.
  if ((event.target as Element).matches("input, select") || (event.type !== "keydown" && event.key === "Escape"))
    event.stopPropagation();
  if (event.type !== "keydown" || event.key !== "Escape" || event.isComposing || !(expanded || options.open)) return;
  event.stopPropagation();
  // Only the topmost closes.
  if (options.open) choose({ open: false });
  else close();
}
