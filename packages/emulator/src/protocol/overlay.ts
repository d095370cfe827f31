/**
 * What the published specification lacks, by hand: message types and fields that the service has and the specification
 * does not, model names that have grown since, and a `oneOf` that refuses valid settings.
 */

/** A JSON Schema, as far as it is edited here. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  minimum?: number;
  maximum?: number;
}

export interface SchemaDocument {
  $id: string;
  "x-server-messages": Record<string, string>;
  "x-client-messages": Record<string, string>;
  $defs: Record<string, Schema>;
}

const text: Schema = { type: "string" };
const number: Schema = { type: "number" };

function message(type: string, properties: Record<string, Schema> = {}): Schema {
  return {
    type: "object",
    properties: { type: { const: type }, ...properties },
    required: ["type", ...Object.keys(properties)],
  };
}

const callNames: Schema = {
  type: "array",
  items: { type: "object", properties: { id: text, name: text }, required: ["id", "name"] },
};

const clientAdditions: Record<string, Schema> = { ForceEndTurn: message("ForceEndTurn") };

const serverAdditions: Record<string, Schema> = {
  EndOfTurn: message("EndOfTurn", { trigger: { enum: ["model", "timeout"] } }),
  FunctionCallCancelled: message("FunctionCallCancelled", { functions: callNames }),
};

function definition(document: SchemaDocument, name: string): Schema {
  const found = document.$defs[name];
  if (!found) throw new Error(`The schemas of the Voice Agent API have no definition ${name}; update the overlay.`);
  return found;
}

/**
 * The specification with its known gaps filled.
 *
 * @throws Error when a definition that the overlay changes is not there any more.
 */
export function withOverlay(published: SchemaDocument): SchemaDocument {
  const document = structuredClone(published);
  for (const [name, schema] of Object.entries(clientAdditions)) {
    document["x-client-messages"][name] = name;
    document.$defs[name] = schema;
  }
  for (const [name, schema] of Object.entries(serverAdditions)) {
    document["x-server-messages"][name] = name;
    document.$defs[name] = schema;
  }

  // Without `version` two arms match and oneOf refuses; UpdateListen knows only one of them.
  const provider = definition(document, "ChannelsAgentV1MessagesAgentV1SettingsAgentOneOf0ListenProvider");
  for (const schema of [provider, definition(document, "SpeakSettingsV1Provider")]) {
    schema.anyOf = schema.oneOf;
    delete schema.oneOf;
  }
  definition(document, "ChannelsAgentV1MessagesAgentV1UpdateListenListen").properties = { provider };

  // Models come and go faster than the specification.
  for (const [name, schema] of Object.entries(document.$defs)) {
    if (/Model(Id)?$/.test(name)) delete schema.enum;
  }
  definition(document, "ThinkSettingsV1Provider").oneOf?.push({
    type: "object",
    properties: { type: { enum: ["nvidia", "deepgram"] }, model: text },
    required: ["type", "model"],
  });

  Object.assign(definition(document, "ThinkSettingsV1FunctionsItems").properties!, {
    defer_until_eot: { type: "boolean" },
  });
  Object.assign(definition(document, "SpeakSettingsV1Provider1").properties!, {
    speed: number,
    expressivity: { type: "number", minimum: -2, maximum: 2 },
  });
  Object.assign(definition(document, "AgentV1_AgentV1LatencyReport").properties!, { stt_latency: number });
  for (const [name, optional] of [
    ["AgentV1_AgentV1InjectionRefused", ["message"]],
    ["AgentV1_AgentV1AgentStartedSpeaking", ["total_latency", "tts_latency", "ttt_latency"]],
  ] as const) {
    const schema = definition(document, name);
    schema.required = schema.required?.filter((field) => !optional.some((one) => one === field)) ?? [];
  }
  return document;
}
