import { formatsSuite } from "./hostile-formats.testing.js";
import { hostileSuite } from "./hostile.testing.js";
import { policySuite } from "./identity/policy.testing.js";
import { fakeDocuments } from "./testing/fake-documents.js";
import { fakeShop } from "./testing/fake-shop.js";
import { cutsSuite } from "./tools/cuts.testing.js";
import { identitySuite } from "./tools/identity.testing.js";
import { replaySuite } from "./tools/replay.testing.js";

identitySuite(fakeShop);
hostileSuite(fakeShop);
formatsSuite(fakeShop);
policySuite(async () => fakeDocuments());
cutsSuite(async () => fakeDocuments());
replaySuite(async () => {
  const documents = fakeDocuments();
  return { open: async () => documents };
});
