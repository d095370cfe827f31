import type { DeviceControls } from "./phone.js";

/** Looks after the device while a call is spoken, as soon as what does it is there. Returns the function that ends it. */
export function attend(controls: DeviceControls): () => void {
  let over = false;
  let end: (() => void) | undefined;
  import("./phone.js").then(
    ({ attendCall }) => {
      if (!over) end = attendCall(controls);
    },
    // A call needs none of it.
    () => undefined,
  );
  return () => {
    over = true;
    end?.();
  };
}
