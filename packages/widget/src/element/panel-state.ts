import { NO_OPTIONS, type OptionsView } from "./options-menu.js";
import { UNRATED, type RatingView } from "./rating.js";

/** What the visitor did with the panel itself, beside the call. */
export interface PanelState {
  /** A launcher or a bar has been opened. */
  readonly expanded: boolean;
  readonly options: OptionsView;
  readonly rating: RatingView;
}

export interface Panel {
  readonly state: PanelState;
  change(part: Partial<PanelState>): void;
}

/** Keeps the state of a panel; `changed` is told of each change. */
export function createPanel(changed: () => void): Panel {
  let state: PanelState = { expanded: false, options: NO_OPTIONS, rating: UNRATED };
  return {
    get state() {
      return state;
    },
    change(part) {
      state = { ...state, ...part };
      changed();
    },
  };
}
