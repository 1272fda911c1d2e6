import assert from "node:assert/strict";
import fc from "fast-check";
import type { Operation } from "../../../components/openapi.ts";
import { composeDocument, type DocumentRoute } from "../../../components/rest-api/document.ts";
import { parseRoutes } from "../../../components/rest-api/routes.ts";

const mock: Operation = {
  responses: { "200": { description: "OK" } },
  "x-amazon-apigateway-integration": { type: "mock", responses: { default: { statusCode: "200" } } },
};

function compose(keys: readonly string[], change: Partial<DocumentRoute> = {}) {
  const routes = parseRoutes(keys).map((route) => ({ ...route, operation: mock, apiKeyRequired: false, ...change }));
  return composeDocument({
    title: "api",
    description: "An API",
    routes,
    models: { Contact: { type: "object" } },
    allowedOrigins: ["https://example.com"],
  });
}

describe("composeDocument", () => {
  it("puts each route's operation under its path and method", () => {
    const { paths } = compose(["GET /topics", "POST /topics", "ANY /support/{proxy+}"]);
    assert.deepEqual(Object.keys(paths), ["/topics", "/support/{proxy+}"]);
    assert.deepEqual(Object.keys(paths["/topics"] ?? {}), ["get", "post", "options"]);
    assert.deepEqual(Object.keys(paths["/support/{proxy+}"] ?? {}), ["x-amazon-apigateway-any-method", "options"]);
    assert.equal(paths["/topics"]?.get?.["x-amazon-apigateway-integration"].type, "mock");
  });

  it("declares a path's variables on every operation, a greedy one without its plus", () => {
    const { paths } = compose(["GET /a/{b}/{c+}"]);
    const variable = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });
    assert.deepEqual(paths["/a/{b}/{c+}"]?.get?.parameters, [variable("b"), variable("c")]);
    assert.deepEqual(paths["/a/{b}/{c+}"]?.options?.parameters, [variable("b"), variable("c")]);
  });

  it("keeps the parameters that the integration declares", () => {
    const simulate = { name: "simulate", in: "query", schema: { type: "string" } } as const;
    const { paths } = compose(["GET /{a}"], { operation: { ...mock, parameters: [simulate] } });
    assert.deepEqual(
      paths["/{a}"]?.get?.parameters?.map(({ name }) => name),
      ["a", "simulate"],
    );
  });

  it("leaves a preflight of one's own alone", () => {
    const { paths } = compose(["OPTIONS /a", "GET /a"]);
    assert.deepEqual(Object.keys(paths["/a"]?.options?.responses ?? {}), ["200"]);
  });

  it("asks for a key where the route does, and never for a preflight", () => {
    const document = compose(["POST /announcements"], { apiKeyRequired: true });
    assert.deepEqual(document.paths["/announcements"]?.post?.security, [{ api_key: [] }]);
    assert.equal(document.paths["/announcements"]?.options?.security, undefined);
    assert.deepEqual(document.components?.securitySchemes, {
      api_key: { type: "apiKey", name: "x-api-key", in: "header" },
    });
  });

  it("knows of no key where no route asks for one", () => {
    const document = compose(["POST /contact"]);
    assert.equal(document.components?.securitySchemes, undefined);
    assert.equal(document.paths["/contact"]?.post?.security, undefined);
  });

  it("validates bodies and parameters of every method", () => {
    const document = compose(["POST /contact"]);
    assert.equal(document["x-amazon-apigateway-request-validator"], "full");
    assert.deepEqual(document["x-amazon-apigateway-request-validators"], {
      full: { validateRequestBody: true, validateRequestParameters: true },
    });
  });

  it("has a preflight for every path, naming exactly its methods", () => {
    const table = fc.uniqueArray(
      fc
        .tuple(fc.constantFrom("GET", "PUT", "POST", "DELETE"), fc.stringMatching(/^[a-z]{1,2}$/))
        .map(([method, part]) => `${method} /${part}`),
    );
    fc.assert(
      fc.property(table, (keys) => {
        for (const [path, item] of Object.entries(compose(keys).paths)) {
          const { responses } = item.options?.["x-amazon-apigateway-integration"] ?? {};
          const methods = keys.filter((key) => key.endsWith(` ${path}`)).map((key) => key.split(" ")[0] as string);
          assert.equal(
            responses?.default?.responseParameters?.["method.response.header.Access-Control-Allow-Methods"],
            `'${[...methods, "OPTIONS"].sort().join(",")}'`,
          );
        }
      }),
    );
  });
});
