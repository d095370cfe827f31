import type { Actions } from "./model.js";
import type { PanelState } from "./panel-state.js";

/** What a key does that was pressed inside the element. */
export function pressKey(event: KeyboardEvent, { expanded, options }: PanelState, { choose, close }: Actions): void {
  // The page's shortcuts are not meant for what is typed here.
  if (event.target instanceof HTMLInputElement) event.stopPropagation();
  if (event.key !== "Escape" || event.isComposing || !(expanded || options.open)) return;
  event.stopPropagation();
  // Only the topmost closes.
  if (options.open) choose({ open: false });
  else close();
}
