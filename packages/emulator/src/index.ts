export { startEmulator, type Emulator, type EmulatorOptions } from "./server/emulator.js";
export type { Clocks } from "./server/clocks.js";
export { scriptedRecogniser, type Hearing, type Recogniser } from "./speech/recogniser.js";
export { synthesise, type SynthesisOptions } from "./speech/synthesiser.js";
export { clientMessageProblems, serverMessageProblems, settingsProblems } from "./protocol/validate.js";
export { playScenario, type PlayOptions } from "./scenarios/play-scenario.js";
export { readScenario, ScenarioError } from "./scenarios/read-scenario.js";
export { reportText, type Report, type StepReport } from "./scenarios/report.js";
export type { Scenario, Step } from "./scenarios/scenario.js";
