import assert from "node:assert/strict";
import { explainWarnings, hintOf } from "../../contact/import-warnings.ts";

describe("an import that API Gateway refuses for its warnings", () => {
  it("says which setting lets it pass", () => {
    const refusal = "BadRequestException: Warnings found during import:\n\tParse issue: attribute is missing";
    assert.equal(
      hintOf(["a later try", refusal]),
      "Warnings found during import: if the API is right nevertheless, " +
        "pulumi config set failOnWarnings false && pulumi up lets it pass",
    );
  });

  it("says nothing of another failure", () => {
    assert.equal(hintOf([]), undefined);
    assert.equal(hintOf(["BadRequestException: Invalid mapping expression specified"]), undefined);
  });

  it("has no hook where no engine would call it", () => {
    const opts = { protect: true };
    explainWarnings({}, opts);
    assert.deepEqual(opts, { protect: true });
  });
});
