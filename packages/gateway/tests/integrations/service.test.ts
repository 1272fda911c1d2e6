import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { endpointVariable, serviceEndpoint } from "../../src/integrations/endpoints.ts";
import { documentOf, exchange } from "../exchange.ts";

describe("an AWS service's own protocol", () => {
  let received: IncomingMessage;
  const server = createServer((req, res) => {
    received = req;
    req.resume().on("end", () => res.end("{}"));
  });
  let url = "";
  before(
    () =>
      new Promise<void>((done) => {
        server.listen(0, "127.0.0.1", () => {
          url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
          done();
        });
      }),
  );
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Calls an action of a service through a gateway. */
  async function call(service: string, action: string): Promise<void> {
    const document = documentOf({
      "POST /": {
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: `arn:aws:apigateway:us-east-1:${service}:action/${action}`,
          responses: { default: { statusCode: "200" } },
        },
      },
    });
    const response = await exchange(document, { method: "POST", body: "{}" }, { endpoints: { [service]: url } });
    assert.equal(response.status, 200);
  }

  // Target prefixes and versions: https://github.com/boto/botocore/tree/develop/botocore/data
  const jsonServices = [
    ["cognito-idp", "AdminGetUser", "AWSCognitoIdentityProviderService.AdminGetUser", "1.1"],
    ["dynamodb", "GetItem", "DynamoDB_20120810.GetItem", "1.0"],
    ["events", "PutEvents", "AWSEvents.PutEvents", "1.1"],
    ["ssm", "GetParameter", "AmazonSSM.GetParameter", "1.1"],
    ["states", "StartExecution", "AWSStepFunctions.StartExecution", "1.0"],
  ] as const;
  for (const [service, action, target, version] of jsonServices) {
    it(`is JSON for ${service}, with the action in X-Amz-Target`, async () => {
      await call(service, action);
      assert.equal(received.headers["x-amz-target"], target);
      assert.equal(received.headers["content-type"], `application/x-amz-json-${version}`);
      assert.equal(received.url, "/");
      assert.match(received.headers.authorization ?? "", new RegExp(`/us-east-1/${service}/aws4_request`));
    });
  }

  for (const [service, action] of [
    ["sqs", "SendMessage"],
    ["sns", "Publish"],
    ["monitoring", "PutMetricData"],
  ] as const) {
    it(`is the query protocol for ${service}`, async () => {
      await call(service, action);
      assert.equal(received.headers["x-amz-target"], undefined);
      assert.equal(received.url, `/?Action=${action}`);
    });
  }

  it("has the signing name of AWS's model", async () => {
    await call("email", "SendEmail");
    assert.match(received.headers.authorization ?? "", /\/us-east-1\/ses\/aws4_request/);
  });

  it("has its endpoint in the SDKs' variable, or in one with the name of the URI", () => {
    assert.equal(endpointVariable("cognito-idp"), "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER");
    assert.equal(endpointVariable("states"), "AWS_ENDPOINT_URL_SFN");
    assert.equal(endpointVariable("sqs"), "AWS_ENDPOINT_URL_SQS");
    assert.equal(serviceEndpoint("states", { stepfunctions: "http://localhost:1/" }), "http://localhost:1");
    assert.equal(serviceEndpoint("constructor", {}), undefined);
  });
});
