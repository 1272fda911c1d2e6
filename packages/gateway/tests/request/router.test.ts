import assert from "node:assert/strict";
import { documentOf, exchange, lambdaProxy, mock } from "../exchange.ts";

const document = documentOf({
  "GET /": mock("root"),
  "GET /pets": mock("pets"),
  "GET /pets/{id}": mock("pet $input.params('id')"),
  "GET /pets/mine": mock("mine"),
  "GET /{proxy+}": mock("rest $input.params('proxy')"),
  "POST /{proxy+}": mock("posted"),
  "ANY /any": mock("any $context.httpMethod"),
  "PUT /any": mock("put"),
  "GET /a/{x}/c": mock("abc"),
  "GET /a/b/{rest+}": mock("ab $input.params('rest')"),
});

/** What a request's method and path lead to: the body, or the status where it is an error. */
async function routed(route: string, headers = {}): Promise<string | number> {
  const [method, path] = route.split(" ");
  const { status, body } = await exchange(document, { method, path, headers });
  return status === 200 ? body : status;
}

describe("routing", () => {
  it("prefers a literal to a variable and a variable to a greedy variable", async () => {
    assert.equal(await routed("GET /pets/mine"), "mine");
    assert.equal(await routed("GET /pets/7"), "pet 7");
    assert.equal(await routed("GET /pets/7/toys"), "rest pets/7/toys");
  });

  it("passes over a resource that lacks the method", async () => {
    assert.equal(await routed("POST /pets/7"), "posted");
    assert.equal(await routed("PUT /pets/7"), 403);
  });

  it("goes back when a more specific branch ends nowhere", async () => {
    assert.equal(await routed("GET /a/b/c"), "ab c");
    assert.equal(await routed("GET /a/x/c"), "abc");
  });

  it("takes ANY for the methods that are not there themselves, but for no others", async () => {
    assert.equal(await routed("PUT /any"), "put");
    assert.equal(await routed("PATCH /any"), "any PATCH");
    assert.equal(await routed("TRACE /any"), 403);
  });

  it("ignores slashes at the end, and takes those after the stage for one", async () => {
    assert.equal(await routed("GET /pets/"), "pets");
    assert.equal(await routed("GET //pets//"), "pets");
    assert.equal(await routed("GET /"), "root");
    assert.equal(await routed("GET "), "root");
  });

  it("gives path variables as they are in the URL", async () => {
    assert.equal(await routed("GET /pets/a%2Fb+c"), "pet a%2Fb+c");
    assert.equal(await routed("GET /x//y/"), "rest x//y");
  });

  it("lets X-HTTP-Method-Override name the method", async () => {
    assert.equal(await routed("GET /any", { "X-HTTP-Method-Override": "delete" }), "any DELETE");
  });

  it("answers another stage with 403 Forbidden", async () => {
    const { status, body } = await exchange(document, { path: "elopment/pets" });
    assert.deepEqual([status, body], [403, '{"message":"Forbidden"}']);
  });

  it("gives functions the path without the stage, and $context.path with all of it", async () => {
    const events: { path: string; requestContext: { path: string } }[] = [];
    const invoke = async (_: string, payload: Buffer | string) => {
      events.push(JSON.parse(payload.toString()));
      return { payload: Buffer.from("{}") };
    };
    await exchange(documentOf({ "ANY /{proxy+}": lambdaProxy() }), { path: "//a/b/" }, { invoke });
    assert.equal(events[0]?.path, "/a/b/");
    assert.equal(events[0]?.requestContext.path, "/dev//a/b/");
  });
});
