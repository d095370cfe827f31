import type { ClientMessage, ErrorCode, ServerMessage, Settings, WarningCode } from "../protocol/messages.js";
import { clientMessageProblems } from "../protocol/validate.js";
import type { Line, Server } from "../taps/line.js";
import { startClocks } from "./clocks.js";
import { createConversation, type Conversation, type Surroundings } from "./conversation.js";
import { updatedListening } from "./listening.js";
import { MAX_PROMPT_CHARACTERS, speakRefusal, termsOf, thinkTerms, voiceIn, type Terms } from "./terms.js";

export interface SessionOptions extends Omit<Surroundings, "send" | "sendAudio" | "buffered" | "warn" | "fail"> {
  /** The session's id, which Welcome tells. */
  session: string;
  line: Line;
}

type Phase =
  { is: "new" } | { is: "applying" } | { is: "live"; terms: Terms; conversation: Conversation } | { is: "closed" };

/** How the connection is closed after an Error; with 1008, a fault of the client's, where it is not said. */
const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  INTERNAL_SERVER_ERROR: 1011,
  FAILED_TO_THINK: 1011,
  FAILED_TO_SPEAK: 1011,
  NON_EXISTENT_FUNCTION_CALLED: 1011,
  SERVER_GOING_AWAY: 1001,
};

function typeOf(message: unknown): unknown {
  return typeof message === "object" && message !== null && "type" in message ? message.type : undefined;
}

/** One connection, from Welcome on: the order of its messages, their validity, and its clocks. */
export function startSession(options: SessionOptions): Server {
  const { line } = options;
  const send = (message: ServerMessage): void => line.send(JSON.stringify(message));
  let phase: Phase = { is: "new" };
  const warn = (code: WarningCode, description: string): void => send({ type: "Warning", code, description });
  const clocks = startClocks(options.clocks, { fail, warn });

  function end(): void {
    clocks.stop();
    if (phase.is === "live") phase.conversation.end();
    phase = { is: "closed" };
  }

  function fail(code: ErrorCode, description: string): void {
    if (phase.is === "closed") return;
    send({ type: "Error", code, description });
    end();
    line.close(CLOSE_CODES[code] ?? 1008, code);
  }

  const isClosed = (): boolean => phase.is === "closed";

  function bounded(prompt: string): string {
    if (prompt.length <= MAX_PROMPT_CHARACTERS) return prompt;
    warn("PROMPT_TOO_LONG", `Only the first ${MAX_PROMPT_CHARACTERS} characters of the prompt are used.`);
    return prompt.slice(0, MAX_PROMPT_CHARACTERS);
  }

  async function apply(settings: Settings): Promise<void> {
    phase = { is: "applying" };
    const asked = termsOf(settings);
    if ("code" in asked) return fail(asked.code, asked.description);
    const terms = { ...asked, prompt: bounded(asked.prompt) };
    const conversation = await createConversation(terms, {
      ...options,
      send,
      sendAudio: (frame) => line.send(frame),
      buffered: () => line.buffered(),
      warn,
      fail,
    });
    if (isClosed()) return conversation.end();
    phase = { is: "live", terms, conversation };
    send({ type: "SettingsApplied" });
    conversation.greet();
  }

  function handle({ terms, conversation }: { terms: Terms; conversation: Conversation }, message: ClientMessage): void {
    switch (message.type) {
      case "Settings":
        return fail("SETTINGS_ALREADY_APPLIED", "Settings were applied already: change them with an Update message.");
      case "KeepAlive":
        return clocks.alive();
      case "UpdatePrompt":
        terms.prompt = bounded(`${terms.prompt}\n${message.prompt}`);
        return send({ type: "PromptUpdated" });
      case "UpdateThink": {
        const { prompt, functions, signed } = thinkTerms(message.think);
        Object.assign(terms, { functions, signed, prompt: bounded(prompt) });
        return send({ type: "ThinkUpdated" });
      }
      case "UpdateSpeak": {
        const refusal = speakRefusal(message.speak);
        if (refusal) return fail(refusal.code, refusal.description);
        terms.voice = voiceIn(message.speak);
        return send({ type: "SpeakUpdated" });
      }
      case "UpdateListen": {
        const updated = updatedListening(terms, message.listen.provider);
        if (typeof updated === "string") return warn("UPDATE_LISTEN_UNSUPPORTED_FIELDS_CHANGED", updated);
        if ("code" in updated) return fail(updated.code, updated.description);
        Object.assign(terms, updated);
        return send({ type: "ListenUpdated" });
      }
      case "InjectUserMessage":
        return conversation.typed(message.content);
      case "InjectAgentMessage":
        return conversation.inject(message.message, message.behavior ?? "default");
      case "FunctionCallResponse":
        return conversation.respond(message);
      case "ForceEndTurn":
        if (terms.listenVersion === "v2") return conversation.endTurn();
        return warn("FORCE_END_TURN_UNSUPPORTED", 'ForceEndTurn needs a listen provider with version "v2".');
    }
  }

  send({ type: "Welcome", request_id: options.session });

  function text(frame: string): void {
    let message: unknown;
    try {
      message = JSON.parse(frame);
    } catch {
      return fail("UNPARSABLE_CLIENT_MESSAGE", "A text frame is not JSON.");
    }
    const isSettings = typeOf(message) === "Settings";
    if (isSettings && phase.is !== "new") {
      return fail("SETTINGS_ALREADY_APPLIED", "Settings were sent already: change them with an Update message.");
    }
    // It keeps alive what is being applied, and asks for nothing that would need Settings.
    if (phase.is === "applying" && typeOf(message) === "KeepAlive") return clocks.alive();
    if (!isSettings && phase.is !== "live") {
      return fail("NON_SETTINGS_MESSAGE_BEFORE_SETTINGS", "Send Settings first, and wait for SettingsApplied.");
    }
    const problems = clientMessageProblems(message);
    if (problems.length > 0) {
      return fail(isSettings ? "INVALID_SETTINGS" : "UNPARSABLE_CLIENT_MESSAGE", problems.join("; "));
    }
    if (phase.is === "live") return handle(phase, message as ClientMessage);
    clocks.alive();
    apply(message as Settings).catch((cause: unknown) => fail("INTERNAL_SERVER_ERROR", String(cause)));
  }

  function audio(bytes: Buffer): void {
    if (phase.is !== "live") {
      return fail("NON_SETTINGS_MESSAGE_BEFORE_SETTINGS", "Audio came before SettingsApplied.");
    }
    clocks.alive();
    phase.conversation.listen(bytes);
  }

  return {
    receive(frame) {
      if (phase.is === "closed") return;
      if (typeof frame === "string") text(frame);
      else audio(frame);
    },
    goAway: () => fail("SERVER_GOING_AWAY", "The emulator ends."),
    end: () => {
      if (phase.is !== "closed") end();
    },
  };
}
