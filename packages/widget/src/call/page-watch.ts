/**
 * Tells when the world around a page may have changed unseen: the network, what was frozen or hidden, a page that the
 * browser kept and shows again. Returns the function that ends it.
 */
export function watchPage(changed: () => void): () => void {
  const shown = (): void => {
    if (document.visibilityState === "visible") changed();
  };
  const watched = [
    [window, "online", changed],
    [window, "offline", changed],
    [window, "pageshow", changed],
    [document, "resume", changed],
    [document, "visibilitychange", shown],
  ] as const;
  watched.forEach(([target, type, listener]) => target.addEventListener(type, listener));
  return () => watched.forEach(([target, type, listener]) => target.removeEventListener(type, listener));
}
