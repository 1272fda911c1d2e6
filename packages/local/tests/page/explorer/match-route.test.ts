import assert from "node:assert/strict";
import { matchRoute } from "../../../page/explorer/match-route.ts";
import { takeCurl } from "../../../page/explorer/take-curl.ts";
import type { Route } from "../../../src/api/wire.ts";

const route = (method: string, path: string): Route => ({
  method,
  path,
  integration: "mock",
  apiKeyRequired: false,
  authorization: "none",
  summary: "",
});
const ROUTES = [
  route("ANY", "/{proxy+}"),
  route("GET", "/pets/{id}"),
  route("GET", "/pets/mine"),
  route("ANY", "/pets/mine"),
  route("GET", "/pets/{id}/toys/{toy+}"),
];

describe("the route of a request", () => {
  for (const [method, path, found] of [
    ["GET", "/pets/mine?a=/b", "GET /pets/mine"],
    ["PUT", "/pets/mine", "ANY /pets/mine"],
    ["GET", "/pets/1", "GET /pets/{id}"],
    ["GET", "/pets/1/toys/ball/red", "GET /pets/{id}/toys/{toy+}"],
    ["GET", "/pets/1/toys", "ANY /{proxy+}"],
    ["DELETE", "/pets/1", "ANY /{proxy+}"],
  ] as const) {
    it(`of ${method} ${path} is ${found}`, () => {
      const { method: matched, path: template } = matchRoute(ROUTES, method, path) ?? {};
      assert.equal(`${matched} ${template}`, found);
    });
  }

  it("is absent where none matches", () => assert.equal(matchRoute(ROUTES.slice(1), "POST", "/pets/1"), undefined));
});

describe("a pasted curl command in the editor", () => {
  it("loses the stage, the host and the headers that only curl may send", () => {
    const command = `curl -X GET https://abc.execute-api.eu-west-1.amazonaws.com/dev/pets/1 -H 'User-Agent: x' -H 'Host: y' -H 'x-a: b' -H 'Authorization: AWS4-HMAC-SHA256 Credential=a' -b 'c=d'`;
    const { route: found, draft } = takeCurl(command, ROUTES, "dev");
    assert.equal(found.path, "/pets/{id}");
    assert.deepEqual(draft, { method: "GET", path: "/pets/1", headers: "x-a: b", body: "" });
  });

  it("may have another stage, or none", () => {
    const pets = ROUTES.slice(1);
    assert.equal(takeCurl("curl https://h/prod/pets/1", pets, "dev").draft.path, "/pets/1");
    assert.equal(takeCurl("curl https://api.example.com/pets/mine", pets, "dev").draft.path, "/pets/mine");
    assert.throws(() => takeCurl("curl https://h/dev/birds", pets, "dev"), {
      message: "No route of this API matches GET /birds.",
    });
  });
});
