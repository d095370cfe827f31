const MODULE = new URL("../src/index.js", import.meta.url).href.replace(/\.js$/, ".ts");

/** A page of its own in a window of this size (CSS pixels), in which the element is defined. */
export async function openFrame(width: number, height: number): Promise<HTMLIFrameElement> {
  const frame = document.createElement("iframe");
  frame.style.cssText = `position: fixed; inset: 0 auto auto 0; border: 0; width: ${width}px; height: ${height}px`;
  frame.allow = "microphone";
  frame.srcdoc = `<!doctype html><html lang="en"><title>Shop</title><body style="margin: 0"><script type="module" src="${MODULE}"></script></body></html>`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  return frame;
}
