import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { HttpIntegration, type HttpIntegrationArgs } from "../../../components/integrations/http.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const args: HttpIntegrationArgs = {
  url: "https://postal.example.com/v1",
  path: "/{country}/{code}",
  queryParameters: ["lang"],
  headers: ["Accept-Language"],
  statuses: ["200", "404"],
  timeoutInMillis: 5000,
};

describe("HttpIntegration", () => {
  it("forwards the parameters of its list and, not being http_proxy, no other", async () => {
    const { result, resources } = await run(() => new HttpIntegration("postal", args));
    const { parameters, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.deepEqual(resources, []);
    assert.deepEqual(result.pathParameters, ["country", "code"]);
    assert.equal(integration.type, "http");
    assert.equal(integration.httpMethod, "GET");
    assert.equal(integration.uri, "https://postal.example.com/v1/{country}/{code}");
    assert.equal(integration.timeoutInMillis, 5000);
    assert.equal(integration.credentials, undefined);
    assert.deepEqual(integration.requestParameters, {
      "integration.request.path.country": "method.request.path.country",
      "integration.request.path.code": "method.request.path.code",
      "integration.request.querystring.lang": "method.request.querystring.lang",
      "integration.request.header.Accept-Language": "method.request.header.Accept-Language",
    });
    assert.deepEqual(
      parameters?.map((parameter) => [parameter.in, parameter.name, parameter.required]),
      [
        ["query", "lang", false],
        ["header", "Accept-Language", false],
      ],
    );
  });

  it("gives the client the statuses of its list as they are, and 502 for any other", async () => {
    const { result } = await run(() => new HttpIntegration("postal", args));
    const { responses, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.deepEqual(integration.responses, {
      "200": { statusCode: "200" },
      "404": { statusCode: "404" },
      default: { statusCode: "502", responseTemplates: { "application/json": '{"message":"Bad gateway"}' } },
    });
    assert.deepEqual(Object.keys(responses), ["200", "404", "502"]);
  });

  it("sends a body by another method as it is, or a JSON body that a model allows", async () => {
    const post = { ...args, method: "POST" } as const;
    const { result: any } = await run(() => new HttpIntegration("orders", post));
    const passed = (await resolved(any.operation))["x-amazon-apigateway-integration"];
    assert.equal(passed.httpMethod, "POST");
    assert.equal(passed.passthroughBehavior, "when_no_match");
    assert.equal(passed.requestTemplates, undefined);
    const { result } = await run(() => new HttpIntegration("orders", { ...post, model: "Order" }));
    const { requestBody, "x-amazon-apigateway-integration": checked } = await resolved(result.operation);
    assert.equal(result.model, "Order");
    assert.deepEqual(requestBody?.content["application/json"]?.schema, { $ref: "#/components/schemas/Order" });
    assert.equal(checked.passthroughBehavior, "never");
    assert.deepEqual(checked.requestTemplates, { "application/json": "$input.body" });
  });

  it("maps bodies by templates, except that of its own 502", async () => {
    const templates = { requestTemplate: { text: "<a/>" }, responseTemplate: { text: '{"b": 1}' } };
    const { result } = await run(() => new HttpIntegration("orders", { ...args, method: "PUT", ...templates }));
    const integration = (await resolved(result.operation))["x-amazon-apigateway-integration"];
    assert.deepEqual(integration.requestTemplates, { "application/json": "<a/>" });
    assert.deepEqual(integration.responses?.["404"]?.responseTemplates, { "application/json": '{"b": 1}' });
    assert.deepEqual(integration.responses?.default?.responseTemplates, {
      "application/json": '{"message":"Bad gateway"}',
    });
  });

  it("takes a URL that is known later, and refuses an invalid one then", async () => {
    const { result } = await run(() => new HttpIntegration("postal", { ...args, url: pulumi.output("https://a") }));
    assert.equal(
      (await resolved(result.operation))["x-amazon-apigateway-integration"].uri,
      "https://a/{country}/{code}",
    );
    await assert.rejects(
      run(() => new HttpIntegration("postal", { ...args, url: pulumi.output("https://a/") })),
      /HttpIntegration "postal": url: expected an http or https URL with no slash at its end, got "https:\/\/a\/"/,
    );
  });

  for (const [change, message] of [
    [{ model: "Order" }, 'model: expected undefined for GET, which has no body, got "Order"'],
    [
      { method: "POST", requestTemplate: "no.vtl" },
      "requestTemplate: expected a template, got ENOENT: no such file or directory, open 'no.vtl'",
    ],
    [{ url: "ftp://a" }, 'url: expected an http or https URL with no slash at its end, got "ftp://a"'],
    [{ url: "https://a/" }, 'url: expected an http or https URL with no slash at its end, got "https://a/"'],
    [{ path: "a" }, 'path: expected a path that begins with a slash, got "a"'],
    [{ statuses: [] }, 'statuses: expected status codes, got "none"'],
    [{ statuses: ["200", "4xx"] }, 'statuses: expected status codes, got "4xx"'],
    [{ timeoutInMillis: 49 }, "timeoutInMillis: expected a whole number from 50 to 29000, got 49"],
    [{ timeoutInMillis: 29_001 }, "timeoutInMillis: expected a whole number from 50 to 29000, got 29001"],
  ] as const) {
    it(`refuses ${message}`, () => {
      assert.throws(() => new HttpIntegration("postal", { ...args, ...change }), {
        message: `HttpIntegration "postal": ${message}`,
      });
    });
  }
});
