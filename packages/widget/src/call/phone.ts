/**
 * What a spoken call asks of the device that it runs on. Fetched when one begins.
 * @module
 */

/** Milliseconds of the tick that one feels when the call begins. */
const TICK_MS = 12;

/** What the device's own controls do: those on a lock screen, on a headset, or in a browser's panel. */
export interface DeviceControls {
  readonly hangUp: () => void;
  readonly toggleMute: () => void;
}

/** A browser that may not have all of this. */
type Able = Navigator & {
  readonly wakeLock?: WakeLock;
  readonly mediaSession?: MediaSession;
  readonly vibrate?: (ms: number) => boolean;
};

/**
 * Keeps a phone's screen on, tells the device that a call runs, and lets its controls act. Returns the function that ends it.
 */
export function attendCall({ hangUp, toggleMute }: DeviceControls): () => void {
  const { wakeLock, mediaSession } = navigator as Able;
  const onPhone = matchMedia("(pointer: coarse)").matches;
  let over = false;
  let lock: WakeLockSentinel | undefined;
  // A screen that went off, or a tab that was left, has let the lock go.
  const stayAwake = (): void => {
    if (!onPhone || document.visibilityState !== "visible") return;
    wakeLock?.request("screen").then(
      (given) => {
        lock = given;
        if (over) void given.release();
      },
      () => undefined,
    );
  };
  const handle = (action: string, run: (() => void) | null): void => {
    try {
      mediaSession?.setActionHandler(action as MediaSessionAction, run);
    } catch {
      // Not every browser knows every action.
    }
  };
  const tell = (state: MediaSessionPlaybackState): void => {
    if (mediaSession) mediaSession.playbackState = state;
  };
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
  handle("hangup", hangUp);
  handle("togglemicrophone", toggleMute);
  tell("playing");
  if (onPhone) (navigator as Able).vibrate?.(TICK_MS);
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", stayAwake);
    void lock?.release();
    handle("hangup", null);
    handle("togglemicrophone", null);
    tell("none");
  };
}
