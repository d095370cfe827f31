/**
 * What the voice agent may do: tools as values, the function that answers their calls, the shop that they act on,
 * and the ports that they need.
 * @module
 */
export { answer, type Call, type Outcome } from "./answer.js";
export { MAX_ARGUMENTS_CHARACTERS, writeKeyOfCall } from "./arguments.js";
export { defaultCalendar, type Calendar, type Opening, type Service, type Weekday } from "./booking/calendar.js";
export { readCalendar, type CalendarRules } from "./booking/read-calendar.js";
export type { Caller, Identity, Scope } from "./caller.js";
export { confirmed } from "./confirmation.js";
export {
  KnowledgeUnavailable,
  StoreUnavailable,
  ToolError,
  type ToolErrorCode,
  type ToolErrorOptions,
} from "./errors.js";
export { functionsOf, type FunctionDefinition } from "./functions.js";
export { IDENTITY_POLICIES, MAX_MISSES, type IdentityPolicy } from "./identity/access.js";
export { customerIdSchema } from "./identity/fields.js";
export { personal, withoutPersonal } from "./identity/personal.js";
export * from "./limits.js";
export type * from "./ports.js";
export { bookingTools, callTools, customerTools, knowledgeTools, shopTools, type ShopPorts } from "./registry.js";
export { seedDemo } from "./shop/demo.js";
export { MAX_SEEDED, seedShop, type SeedOptions } from "./shop/seed.js";
export * from "./shop/records.js";
export { writesOf, type DoneWrite } from "./shop/writes.js";
export {
  defineTool,
  TIME_LIMITS,
  type Follow,
  type Reply,
  type Tool,
  type ToolContext,
  type ToolKind,
} from "./tool.js";
