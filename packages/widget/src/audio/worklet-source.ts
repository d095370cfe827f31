/**
 * The worklet as text, for pages where its file cannot be had and `blob:` may be used. Fetched only then.
 * @module
 */

/** Put here by the build. */
declare const __WORKLET_SOURCE__: string;

export const workletSource = __WORKLET_SOURCE__;
