import { readFile } from "node:fs/promises";
import type { RequestHandler } from "express";

export interface AudioDevice {
  readonly id: string;
  readonly name: string;
}

export interface AudioDevices {
  readonly input: readonly AudioDevice[];
  readonly output: readonly AudioDevice[];
}

/** Where ALSA tells a Linux machine's PCM devices. */
const ALSA = "/proc/asound/pcm";

/** Reads ALSA's list: `00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1`. */
export const parseAlsa = (text: string): AudioDevices => {
  const devices = text.split("\n").flatMap((line) => {
    const [address = "", ...fields] = line.split(":").map((field) => field.trim());
    const [card, device] = address.split("-").map(Number);
    if (card === undefined || device === undefined || Number.isNaN(card + device) || fields.length < 2) return [];
    const has = (direction: string): boolean => fields.some((field) => field.startsWith(direction));
    return [{ id: `hw:${card},${device}`, name: fields[0]!, playback: has("playback"), capture: has("capture") }];
  });
  const pick = (wanted: "playback" | "capture"): AudioDevice[] =>
    devices.filter((device) => device[wanted]).map(({ id, name }) => ({ id, name }));
  return { input: pick("capture"), output: pick("playback") };
};

/** `GET /audio-devices`: the server's own, for debugging. Where there are none, or no ALSA, both lists are empty. */
export const audioDevices =
  (path = ALSA): RequestHandler =>
  async (_request, response) => {
    const text = await readFile(path, "utf8").catch(() => "");
    response.json(parseAlsa(text));
  };
