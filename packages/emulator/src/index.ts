export { startEmulator, type Emulator, type EmulatorOptions } from "./server/emulator.js";
export type { Clocks } from "./server/clocks.js";
export { scriptedRecogniser, type Hearing, type Recogniser } from "./speech/recogniser.js";
export { synthesise, type SynthesisOptions } from "./speech/synthesiser.js";
export { clientMessageProblems, serverMessageProblems, settingsProblems } from "./protocol/validate.js";
