import type { TemplateResult } from "lit";
import { renderBar } from "./bar.js";
import { renderCallButton, renderLauncher } from "./launcher.js";
import type { Actions, Model } from "./model.js";
import { renderPanel } from "./panel.js";

/** What shows while the panel is closed. */
const CLOSED = { floating: renderLauncher, bar: renderBar, button: renderCallButton } as const;

/** The panel, where there is one to be seen; else what opens it, or what stands in its place. */
export const renderSurface = (model: Model, expanded: boolean, actions: Actions): TemplateResult =>
  model.variant === "inline" || expanded ? renderPanel(model, actions) : CLOSED[model.variant](model, actions);
