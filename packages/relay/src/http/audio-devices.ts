import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
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
/** The tool by which macOS tells its own, how long it may take, in ms, and how much it may say, in bytes. */
const PROFILER = "/usr/sbin/system_profiler";
const PROFILER_MS = 5_000;
const PROFILER_BYTES = 1024 * 1024;

interface Device extends AudioDevice {
  readonly captures: boolean;
  readonly plays: boolean;
}

const listed = (devices: readonly Device[]): AudioDevices => {
  const pick = (wanted: "captures" | "plays"): AudioDevice[] =>
    devices.filter((device) => device[wanted]).map(({ id, name }) => ({ id, name }));
  return { input: pick("captures"), output: pick("plays") };
};

/** Reads ALSA's list: `00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1`. */
export const parseAlsa = (text: string): AudioDevices =>
  listed(
    text.split("\n").flatMap((line): Device[] => {
      const [address = "", ...fields] = line.split(":").map((field) => field.trim());
      const [card, device] = address.split("-").map(Number);
      if (card === undefined || device === undefined || Number.isNaN(card + device) || fields.length < 2) return [];
      const has = (direction: string): boolean => fields.some((field) => field.startsWith(direction));
      return [{ id: `hw:${card},${device}`, name: fields[0]!, plays: has("playback"), captures: has("capture") }];
    }),
  );

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const itemsOf = (value: unknown, name: string): readonly Fields[] => {
  const items = isFields(value) ? value[name] : undefined;
  return Array.isArray(items) ? items.filter(isFields) : [];
};

/** Reads what `system_profiler -json SPAudioDataType` says. */
export const parseProfiler = (text: string): AudioDevices => {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return listed([]);
  }
  const has = (item: Fields, direction: string): boolean => Number(item[`coreaudio_device_${direction}`] ?? 0) > 0;
  return listed(
    itemsOf(said, "SPAudioDataType")
      .flatMap((group) => itemsOf(group, "_items"))
      .flatMap((item): Device[] => {
        const name = item["_name"];
        return typeof name === "string"
          ? [{ id: `coreaudio:${name}`, name, captures: has(item, "input"), plays: has(item, "output") }]
          : [];
      }),
  );
};

const profile = async (tool: string): Promise<AudioDevices> => {
  const { stdout } = await promisify(execFile)(tool, ["-json", "SPAudioDataType"], {
    timeout: PROFILER_MS,
    maxBuffer: PROFILER_BYTES,
  });
  return parseProfiler(stdout);
};

export interface AudioDevicesOptions {
  readonly platform: NodeJS.Platform;
  readonly alsa?: string;
  readonly profiler?: string;
}

/** What devices a machine has. None, where it has none, or does not say. */
export const findAudioDevices = async (options: AudioDevicesOptions): Promise<AudioDevices> => {
  const { platform, alsa = ALSA, profiler = PROFILER } = options;
  try {
    return platform === "darwin" ? await profile(profiler) : parseAlsa(await readFile(alsa, "utf8"));
  } catch {
    return { input: [], output: [] };
  }
};

/** `GET /audio-devices`: the server's own, for debugging. Asked for by many at once, the machine is asked once. */
export const audioDevices = (options: AudioDevicesOptions): RequestHandler => {
  let asking: Promise<AudioDevices> | undefined;
  return async (_request, response) => {
    asking ??= findAudioDevices(options).finally(() => {
      asking = undefined;
    });
    response.json(await asking);
  };
};
