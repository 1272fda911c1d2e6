import assert from "node:assert/strict";
import fc from "fast-check";
import type { Operation } from "../../../components/openapi.ts";
import { composeDocument, type DocumentArgs, type DocumentRoute } from "../../../components/rest-api/document.ts";
import { parseRoutes } from "../../../components/rest-api/routes.ts";

const mock: Operation = {
  responses: { "200": { description: "OK" } },
  "x-amazon-apigateway-integration": { type: "mock", responses: { default: { statusCode: "200" } } },
};

function compose(keys: readonly string[], change: Partial<DocumentRoute> = {}, api: Partial<DocumentArgs> = {}) {
  const routes = parseRoutes(keys).map((route) => ({ ...route, operation: mock, apiKeyRequired: false, ...change }));
  return composeDocument({
    title: "api",
    description: "An API",
    routes,
    models: { Contact: { type: "object" } },
    cors: { allowedOrigins: ["https://example.com"] },
    ...api,
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

  it("asks for a signature where the route does, and never for a preflight", () => {
    const document = compose(["POST /announcements"], { scheme: "sigv4" });
    assert.deepEqual(document.paths["/announcements"]?.post?.security, [{ sigv4: [] }]);
    assert.equal(document.paths["/announcements"]?.options?.security, undefined);
    assert.deepEqual(document.components?.securitySchemes, {
      sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
    });
  });

  it("asks for an authorizer's scopes, and a key beside them", () => {
    const scheme = { type: "apiKey", name: "Authorization", in: "header" } as const;
    const document = compose(
      ["GET /orders"],
      { scheme: "people", authorizationScopes: ["orders/read"], apiKeyRequired: true },
      { authorizers: { people: scheme } },
    );
    assert.deepEqual(document.paths["/orders"]?.get?.security, [{ people: ["orders/read"] }, { api_key: [] }]);
    assert.deepEqual(document.components?.securitySchemes, {
      api_key: { type: "apiKey", name: "x-api-key", in: "header" },
      people: scheme,
    });
  });

  it("names the validator of a route that has another one", () => {
    const document = compose(["POST /contact"], { requestValidator: "parameters" });
    assert.equal(document.paths["/contact"]?.post?.["x-amazon-apigateway-request-validator"], "parameters");
    assert.deepEqual(document["x-amazon-apigateway-request-validators"], {
      full: { validateRequestBody: true, validateRequestParameters: true },
      parameters: { validateRequestBody: false, validateRequestParameters: true },
    });
  });

  describe("a cached route", () => {
    const parameters = [{ name: "page", in: "query", schema: { type: "string" } } as const];
    const cached = (change: Partial<DocumentRoute>, api: Partial<DocumentArgs> = {}) => {
      const operation = compose(["GET /a/{b}"], { operation: { ...mock, parameters }, ...change }, api).paths["/a/{b}"]
        ?.get;
      return {
        key: operation?.["x-amazon-apigateway-integration"].cacheKeyParameters,
        declared: operation?.parameters?.map(({ name, in: place }) => `${place} ${name}`),
      };
    };

    it("has every parameter of its method in the key", () => {
      assert.deepEqual(cached({ cache: {} }), {
        key: ["method.request.path.b", "method.request.querystring.page"],
        declared: ["path b", "query page"],
      });
    });

    it("has the parameters that it names, which it declares", () => {
      const keyParameters = ["method.request.path.b", "method.request.header.Authorization"];
      assert.deepEqual(cached({ cache: { keyParameters } }), {
        key: keyParameters,
        declared: ["path b", "query page", "header Authorization"],
      });
    });

    it("has the origin in the key where the response names one of several", () => {
      const cors = { allowedOrigins: ["https://a.example", "https://b.example"] };
      assert.deepEqual(cached({ cache: { keyParameters: [] } }, { cors }), {
        key: ["method.request.header.Origin"],
        declared: ["path b", "query page", "header Origin"],
      });
    });

    it("is the only one with a key", () => {
      assert.deepEqual(cached({}), { key: undefined, declared: ["path b", "query page"] });
    });
  });

  it("has neither preflight nor CORS header without CORS", () => {
    const document = compose(["GET /topics"], {}, { cors: false });
    assert.deepEqual(Object.keys(document.paths["/topics"] ?? {}), ["get"]);
    assert.doesNotMatch(JSON.stringify(document), /access-control/i);
    assert.equal(document["x-amazon-apigateway-gateway-responses"], undefined);
  });

  it("has the API's policy, media types, compression and endpoint, and none of them by default", () => {
    const policy = { Version: "2012-10-17", Statement: [] };
    const document = compose(
      ["GET /topics"],
      {},
      {
        policy,
        binaryMediaTypes: ["image/png"],
        minimumCompressionSize: 0,
        disableExecuteApiEndpoint: true,
        vpcEndpointIds: ["vpce-1"],
      },
    );
    assert.deepEqual(document["x-amazon-apigateway-policy"], policy);
    assert.deepEqual(document["x-amazon-apigateway-binary-media-types"], ["image/png"]);
    assert.equal(document["x-amazon-apigateway-minimum-compression-size"], 0);
    assert.deepEqual(document.servers, [
      {
        url: "/",
        "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: true, vpcEndpointIds: ["vpce-1"] },
      },
    ]);
    assert.deepEqual(Object.keys(compose(["GET /topics"])).sort(), [
      "components",
      "info",
      "openapi",
      "paths",
      "x-amazon-apigateway-api-key-source",
      "x-amazon-apigateway-gateway-responses",
      "x-amazon-apigateway-request-validator",
      "x-amazon-apigateway-request-validators",
    ]);
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
