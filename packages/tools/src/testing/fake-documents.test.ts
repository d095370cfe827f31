import { describe, it } from "vitest";
import { documentsContract } from "./documents-contract.js";
import { fakeDocuments } from "./fake-documents.js";

documentsContract({ describe, it }, () =>
  Promise.resolve({ documents: fakeDocuments(), close: async () => undefined }),
);
