/**
 * For tests of tools and of stores: stand-ins for the ports, and the contract that every store passes.
 * @module
 */
export { checkRace, raceForSlot, type RaceOptions } from "./testing/booking-race.js";
export { documentsContract, type ContractSubject, type TestFunctions } from "./testing/documents-contract.js";
export { fakeDocuments } from "./testing/fake-documents.js";
export { fakeKnowledge } from "./testing/fake-knowledge.js";
export { fakeShop, type FakeCall, type FakeShop, type FakeShopOptions } from "./testing/fake-shop.js";
