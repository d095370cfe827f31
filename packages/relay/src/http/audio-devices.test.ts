import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { findAudioDevices, parseAlsa, parseProfiler } from "./audio-devices.js";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const fileWith = async (text: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-devices-"));
  folders.push(folder);
  const file = join(folder, "pcm");
  await writeFile(file, text);
  return file;
};

const PCM = [
  "00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1",
  "00-03: HDMI 0 : HDMI 0 : playback 1",
  "01-00: USB Audio : USB Audio : capture 1",
  "no device",
  "",
].join("\n");

const PROFILE = JSON.stringify({
  SPAudioDataType: [
    {
      _name: "coreaudio_device",
      _items: [
        { _name: "MacBook Pro Microphone", coreaudio_device_input: 1, coreaudio_input_source: "x" },
        { _name: "MacBook Pro Speakers", coreaudio_device_output: 2 },
        { _name: "Headset", coreaudio_device_input: 1, coreaudio_device_output: "2" },
        { coreaudio_device_output: 2 },
        7,
      ],
    },
    {},
  ],
});

const NONE = { input: [], output: [] };

it("reads ALSA's list of devices", async () => {
  const devices = {
    input: [
      { id: "hw:0,0", name: "ALC257 Analog" },
      { id: "hw:1,0", name: "USB Audio" },
    ],
    output: [
      { id: "hw:0,0", name: "ALC257 Analog" },
      { id: "hw:0,3", name: "HDMI 0" },
    ],
  };
  expect(parseAlsa(PCM)).toEqual(devices);
  expect(parseAlsa("")).toEqual(NONE);
  expect(await findAudioDevices({ platform: "linux", alsa: await fileWith(PCM) })).toEqual(devices);
});

it("reads what macOS says of its devices, by its own tool", async () => {
  const devices = {
    input: [
      { id: "coreaudio:MacBook Pro Microphone", name: "MacBook Pro Microphone" },
      { id: "coreaudio:Headset", name: "Headset" },
    ],
    output: [
      { id: "coreaudio:MacBook Pro Speakers", name: "MacBook Pro Speakers" },
      { id: "coreaudio:Headset", name: "Headset" },
    ],
  };
  expect(parseProfiler(PROFILE)).toEqual(devices);
  for (const text of ["", "{", "[]", "null", '{"SPAudioDataType":{}}']) expect(parseProfiler(text)).toEqual(NONE);
  const profiler = await fileWith(`#!/bin/sh\n[ "$*" = "-json SPAudioDataType" ] && echo '${PROFILE}'\n`);
  await chmod(profiler, 0o755);
  expect(await findAudioDevices({ platform: "darwin", profiler })).toEqual(devices);
});

it.each(["linux", "darwin", "win32"] as const)("says none on %s where there is nothing to ask", async (platform) => {
  expect(await findAudioDevices({ platform, alsa: "/nowhere", profiler: "/nowhere" })).toEqual(NONE);
});
