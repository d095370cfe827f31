import type { ClientMessage, ErrorCode, Settings, WarningCode } from "../protocol/messages.js";
import { clientMessageProblems } from "../protocol/validate.js";
import { startClocks, type Clocks } from "./clocks.js";
import { createConversation, type Conversation, type Surroundings } from "./conversation.js";
import { MAX_PROMPT_CHARACTERS, termsOf, thinkTerms, voiceIn, type Terms } from "./terms.js";

export interface SessionOptions extends Omit<Surroundings, "warn" | "fail" | "functionCallMs"> {
  /** Closes the connection after what was sent. */
  close(code: number, reason: string): void;
  clocks: Clocks;
}

export interface Session {
  /** Takes a text frame. */
  text(frame: string): void;
  /** Takes a binary frame. */
  audio(bytes: Uint8Array): void;
  /** The connection is gone. */
  end(): void;
}

type Phase =
  { is: "new" } | { is: "applying" } | { is: "live"; terms: Terms; conversation: Conversation } | { is: "closed" };

function typeOf(message: unknown): unknown {
  return typeof message === "object" && message !== null && "type" in message ? message.type : undefined;
}

/** One connection, from Welcome on: the order of its messages, their validity, and its clocks. */
export function startSession(options: SessionOptions): Session {
  const { send } = options;
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
    options.close(code === "INTERNAL_SERVER_ERROR" ? 1011 : 1008, code);
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
      warn,
      fail,
      functionCallMs: options.clocks.functionCall,
    });
    if (isClosed()) return conversation.end();
    phase = { is: "live", terms, conversation };
    send({ type: "SettingsApplied" });
    conversation.greet();
  }

  function instruct(terms: Terms, conversation: Conversation, prompt: string): void {
    terms.prompt = bounded(prompt);
    conversation.instruct(terms.prompt, terms.functions);
  }

  function handle({ terms, conversation }: { terms: Terms; conversation: Conversation }, message: ClientMessage): void {
    switch (message.type) {
      case "Settings":
        return fail("SETTINGS_ALREADY_APPLIED", "Settings were applied already: change them with an Update message.");
      case "KeepAlive":
        return clocks.alive();
      case "UpdatePrompt":
        instruct(terms, conversation, `${terms.prompt}\n${message.prompt}`);
        return send({ type: "PromptUpdated" });
      case "UpdateThink": {
        const { prompt, functions } = thinkTerms(message.think);
        terms.functions = functions;
        instruct(terms, conversation, prompt);
        return send({ type: "ThinkUpdated" });
      }
      case "UpdateSpeak":
        terms.voice = voiceIn(message.speak);
        return send({ type: "SpeakUpdated" });
      case "UpdateListen": {
        const { version = terms.listenVersion, eot_timeout_ms: timeout = terms.eotTimeoutMs } = message.listen.provider;
        if (version !== terms.listenVersion) {
          const description = "The version of listening cannot change within a session.";
          return warn("UPDATE_LISTEN_UNSUPPORTED_FIELDS_CHANGED", description);
        }
        terms.eotTimeoutMs = timeout;
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

  send({ type: "Welcome", request_id: options.id() });

  return {
    text(frame) {
      if (phase.is === "closed") return;
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
    },
    audio(bytes) {
      if (phase.is === "closed") return;
      if (phase.is !== "live") {
        return fail("NON_SETTINGS_MESSAGE_BEFORE_SETTINGS", "Audio came before SettingsApplied.");
      }
      clocks.alive();
      phase.conversation.listen(bytes);
    },
    end: () => {
      if (phase.is !== "closed") end();
    },
  };
}
