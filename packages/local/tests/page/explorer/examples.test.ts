import assert from "node:assert/strict";
import type { Route } from "../../../page/api/types.ts";
import { draftOf } from "../../../page/explorer/drafts.ts";
import { examplesOf } from "../../../page/explorer/examples.ts";

const support: Route = { method: "ANY", path: "/support/{proxy+}", integration: "private", apiKeyRequired: true };

describe("examples of a route", () => {
  it("leave out a failure that cannot be switched on here", () => {
    const names = (failures: string[]) => examplesOf(support, failures).map(({ name }) => name);
    assert.ok(names(["support-desk"]).includes("Backend down"));
    assert.ok(!names([]).includes("Backend down"));
  });

  it("fill in the path of a route that is not this project's", () => {
    const route: Route = { method: "POST", path: "/pets/{id}", integration: "http", apiKeyRequired: false };
    assert.deepEqual(
      examplesOf(route, []).map(({ path, body }) => ({ path, body })),
      [{ path: "/pets/id", body: "{}" }],
    );
  });

  it("send the API key where the route needs one, except where its lack is the point", () => {
    const [good, ...rest] = examplesOf(support, []);
    const noKey = rest.find(({ withoutKey }) => withoutKey);
    assert.ok(good && noKey);
    assert.equal(draftOf(support, good, 0, "secret").headers, "x-api-key: secret");
    assert.equal(draftOf(support, noKey, 1, "secret").headers, "");
    assert.equal(draftOf(support, good, 0, "secret").method, "GET");
  });
});
