import assert from "node:assert/strict";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { render } from "local-api-gateway/vtl";
import { proxyEvent, templateRequest, templateResponse } from "../../../components/testing/requests.ts";

const ORDER = {
  resourcePath: "/orders/{id}/{proxy+}",
  pathParameters: { id: "7", proxy: "a/b" },
  query: { full: "yes" },
  headers: { "X-Trace": "t-1" },
  body: { item: "tea" },
};

describe("a request for a mapping template", () => {
  it("is what the template sees", () => {
    const { body } = render(
      "$input.params('id') $input.params('full') $input.params('X-Trace') $input.path('$.item') $context.stage",
      templateRequest(ORDER, { stage: "v1" }),
    );
    assert.equal(body, "7 yes t-1 tea v1");
    assert.deepEqual(
      [templateRequest(ORDER).path, templateRequest(ORDER).method, templateRequest().method],
      ["/test/orders/7/a/b", "POST", "GET"],
    );
  });

  it("is what a response's template sees beside the backend's body", () => {
    const scope = templateResponse({ MessageId: "m-1" }, ORDER);
    assert.equal(render("$input.path('$.MessageId') for $input.params('id')", scope).body, "m-1 for 7");
  });
});

describe("a proxy event", () => {
  it("has what a function gets, and null where a request has nothing", () => {
    const event: APIGatewayProxyEvent = proxyEvent(ORDER);
    assert.equal(event.path, "/orders/7/a/b");
    assert.equal(event.body, '{"item":"tea"}');
    assert.deepEqual(event.multiValueHeaders, { "X-Trace": ["t-1"] });
    assert.deepEqual(event.queryStringParameters, { full: "yes" });
    assert.deepEqual(
      [proxyEvent().body, proxyEvent().queryStringParameters, proxyEvent().httpMethod],
      [null, null, "GET"],
    );
  });
});
