/** A microphone or a speaker that can be picked. */
export interface Device {
  readonly id: string;
  readonly name: string;
}

/** What can be picked. Without names, as before a page may listen, there is nothing to pick. */
export interface Devices {
  readonly microphones: readonly Device[];
  /** Empty where the browser lets a page pick no speaker. */
  readonly speakers: readonly Device[];
}

/** Which devices are used, by their ids; the browser's own choice where there is none. */
export interface DeviceChoice {
  readonly microphone?: string;
  readonly speaker?: string;
}

/** A context that can play on another device than the browser's choice, as not every browser's can. */
type WithSink = AudioContext & { setSinkId?(id: string): Promise<void> };

/** Names of the browser's for devices that are in the list by their own, too. */
const ALIASES = ["default", "communications"];

/** Plays on a device. What is no longer there leaves the browser's choice, and what cannot be had what there is. Never rejects. */
export async function useSpeaker(context: WithSink, id: string | undefined): Promise<void> {
  for (const sink of [id ?? "", ""]) {
    try {
      return await context.setSinkId?.(sink);
    } catch {
      // The next one may do.
    }
  }
}

/** What can be picked now. */
export async function listDevices(): Promise<Devices> {
  const found = await navigator.mediaDevices.enumerateDevices();
  const named = (kind: MediaDeviceKind): Device[] =>
    found
      .filter((device) => device.kind === kind && device.label !== "" && !ALIASES.includes(device.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
  const picksSpeakers = "setSinkId" in AudioContext.prototype;
  return { microphones: named("audioinput"), speakers: picksSpeakers ? named("audiooutput") : [] };
}
