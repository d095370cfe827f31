import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import type { ClientMessage } from "./messages.js";
import { withOverlay, type SchemaDocument } from "./overlay.js";

/** How many problems of one message are told. */
const MAX_PROBLEMS = 5;

const file = new URL("../../schemas/agent-v1.schemas.json", import.meta.url);

type Validators = ReadonlyMap<string, ValidateFunction>;

function compile(): { client: Validators; server: Validators } {
  const document = withOverlay(JSON.parse(readFileSync(file, "utf8")) as SchemaDocument);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document);
  const byType = (names: Record<string, string>): Validators => {
    const validators = new Map<string, ValidateFunction>();
    for (const [name, def] of Object.entries(names)) {
      const type = name.replace(/^AgentV1(Receive|Send)?/, "");
      // Audio is the binary frames, which have no type.
      if (type === "Audio" || type === "Media") continue;
      validators.set(type, ajv.compile({ $ref: `${document.$id}#/$defs/${def}` }));
    }
    return validators;
  };
  return { client: byType(document["x-client-messages"]), server: byType(document["x-server-messages"]) };
}

let compiled: ReturnType<typeof compile> | undefined;

function validators(): ReturnType<typeof compile> {
  compiled ??= compile();
  return compiled;
}

function problems(known: Validators, message: unknown): string[] {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return ["A message is a JSON object."];
  const type: unknown = "type" in message ? message.type : undefined;
  if (typeof type !== "string") return ["A message has a string `type`."];
  const validate = known.get(type);
  if (!validate) return [`The type ${JSON.stringify(type.slice(0, 64))} is unknown.`];
  if (validate(message)) return [];
  return (validate.errors ?? [])
    .slice(0, MAX_PROBLEMS)
    .map(({ instancePath, message: text }) => `${type}${instancePath.replaceAll("/", ".")} ${text ?? "is invalid"}`);
}

/** What is wrong with a message that a client sent, a sentence each; nothing when it is valid. */
export function clientMessageProblems(message: unknown): string[] {
  return problems(validators().client, message);
}

/** What is wrong with a message that the service sent, a sentence each; nothing when it is valid. */
export function serverMessageProblems(message: unknown): string[] {
  return problems(validators().server, message);
}

/** What is wrong with a `Settings` message, a sentence each; nothing when it is valid. */
export function settingsProblems(settings: unknown): string[] {
  const found = clientMessageProblems(settings);
  if (found.length > 0) return found;
  return (settings as ClientMessage).type === "Settings" ? [] : ["The type is not Settings."];
}

/** The types of all messages that a client may send. */
export function clientMessageTypes(): string[] {
  return [...validators().client.keys()];
}

/** The types of all messages that the service may send. */
export function serverMessageTypes(): string[] {
  return [...validators().server.keys()];
}
