import assert from "node:assert/strict";
import { parsePlace, routePlace } from "../../page/router.ts";

describe("the page's addresses", () => {
  it("lead to a route and to one of its traces", () => {
    const hash = routePlace("PUT", "/visitors/{user_id}", { trace: "r-1" });
    assert.equal(hash, "#/explorer/PUT/visitors/%7Buser_id%7D?trace=r-1");
    const { part, rest, query } = parsePlace(hash);
    assert.equal(part, "explorer");
    assert.deepEqual(rest, ["PUT", "visitors", "{user_id}"]);
    assert.equal(query.get("trace"), "r-1");
  });

  it("lead to the form when they are unknown or broken", () => {
    assert.equal(parsePlace("").part, "contact");
    assert.equal(parsePlace("#/nowhere").part, "contact");
    assert.deepEqual(parsePlace("#/explorer/%E0%A4%A").rest, ["%E0%A4%A"]);
  });
});
