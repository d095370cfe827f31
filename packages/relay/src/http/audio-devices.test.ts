import { expect, it } from "vitest";
import { parseAlsa } from "./audio-devices.js";

it("reads ALSA's list of devices", () => {
  const text = [
    "00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1",
    "00-03: HDMI 0 : HDMI 0 : playback 1",
    "01-00: USB Audio : USB Audio : capture 1",
    "no device",
    "",
  ].join("\n");
  expect(parseAlsa(text)).toEqual({
    input: [
      { id: "hw:0,0", name: "ALC257 Analog" },
      { id: "hw:1,0", name: "USB Audio" },
    ],
    output: [
      { id: "hw:0,0", name: "ALC257 Analog" },
      { id: "hw:0,3", name: "HDMI 0" },
    ],
  });
  expect(parseAlsa("")).toEqual({ input: [], output: [] });
});
