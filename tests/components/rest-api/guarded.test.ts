import assert from "node:assert/strict";
import { createGateway, type GatewayOptions } from "local-api-gateway";
import { MockIntegration } from "../../../components/integrations/mock.ts";
import { cognitoAuthorizer, LambdaAuthorizer } from "../../../components/rest-api/authorizers.ts";
import type { RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { callersOf } from "../../../packages/local/src/program/callers.ts";
import { signatureOf } from "../../acceptance/client.ts";
import { makeApi, mock } from "./apis.ts";

type Send = (path: string, headers?: Record<string, string>) => Promise<number>;

/** Serves an API's document with the limits and keys of its resources, and sends GET requests to it. */
async function serve(
  routes: () => RestApiArgs["routes"],
  change: Partial<RestApiArgs>,
  options: Partial<GatewayOptions>,
  use: (send: Send, url: string, apiKey: string) => Promise<void>,
) {
  const { inputs, resources } = await makeApi(() => change, routes);
  const document = JSON.parse(inputs("aws:apigateway/restApi:RestApi").body);
  const gateway = createGateway(document, { stage: "test", ...callersOf({ document, resources }, "test"), ...options });
  const url = await gateway.listen(0);
  const key = resources.find(({ type }) => type === "aws:apigateway/apiKey:ApiKey");
  try {
    await use(async (path, headers) => (await fetch(url + path, { headers })).status, url, key?.outputs.value);
  } finally {
    await gateway.close();
  }
}

const POLICY = (effect: string) =>
  JSON.stringify({
    principalId: "ada",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: effect, Action: "execute-api:Invoke", Resource: "*" }],
    },
  });

describe("a guarded route, as the gateway serves its document", () => {
  it("takes what is signed, and nothing else", () =>
    serve(
      () => ({ "GET /a": { integration: mock("a"), authorization: "iam" } }),
      {},
      {},
      async (send, url) => {
        assert.equal(await send("/a"), 403);
        assert.equal(await send("/a", signatureOf(`${url}/a`, "GET")), 200);
        assert.equal(await send("/a", signatureOf(`${url}/b`, "GET")), 403);
      },
    ));

  for (const type of ["request", "token"] as const) {
    it(`asks a function of type ${type}, and keeps its decision`, async () => {
      const asked: string[] = [];
      const invoke: GatewayOptions["invoke"] = async (arn, payload) => {
        const event = JSON.parse(payload.toString());
        asked.push(arn);
        assert.equal(event.type, type.toUpperCase());
        const token = event.authorizationToken ?? event.headers.Authorization ?? event.headers.authorization;
        return { payload: Buffer.from(POLICY(token === "let-me-in" ? "Allow" : "Deny")) };
      };
      const authorizer = () =>
        new LambdaAuthorizer("sessions", {
          type,
          function: {
            name: "check",
            invokeArn:
              "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:check/invocations",
          },
        });
      await serve(
        () => ({ "GET /a": { integration: mock("a"), authorization: authorizer() } }),
        {},
        { invoke },
        async (send) => {
          assert.equal(await send("/a"), 401);
          assert.deepEqual(asked, []);
          assert.equal(await send("/a", { authorization: "let-me-in" }), 200);
          assert.equal(await send("/a", { authorization: "let-me-in" }), 200);
          assert.equal(await send("/a", { authorization: "please" }), 403);
        },
      );
      const arn = "arn:aws:lambda:us-east-1:123456789012:function:check";
      assert.deepEqual(asked, [arn, arn]);
    });
  }

  it("takes no request without a user pool's token", () => {
    const userPools = ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"];
    return serve(
      () => ({ "GET /a": { integration: mock("a"), authorization: cognitoAuthorizer("people", { userPools }) } }),
      {},
      { accessControl: { jwks: { "us-east-1_abc": { keys: [] } } } },
      async (send) => {
        assert.equal(await send("/a"), 401);
        assert.equal(await send("/a", { authorization: "no-token" }), 401);
      },
    );
  });

  it("takes as many requests as its limits say", () =>
    serve(
      () => ({
        "GET /a": { integration: mock("a"), throttling: { rateLimit: 0.001, burstLimit: 2 } },
        "GET /b": { integration: mock("b"), apiKeyRequired: true },
      }),
      { usagePlan: { quota: { limit: 3, period: "DAY" } } },
      {},
      async (send, _, apiKey) => {
        assert.deepEqual([await send("/a"), await send("/a"), await send("/a")], [200, 200, 429]);
        const keyed = () => send("/b", { "x-api-key": apiKey });
        assert.deepEqual([await keyed(), await keyed(), await keyed(), await keyed()], [200, 200, 200, 429]);
        assert.equal(await send("/b"), 403);
      },
    ));

  it("takes requests that the resource policy allows", async () => {
    const policy = (address: string) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "execute-api:Invoke",
          Resource: "execute-api:/*",
          Condition: { IpAddress: { "aws:SourceIp": address } },
        },
      ],
    });
    const routes = () => ({ "GET /a": mock("a") });
    const expect = (status: number) => async (send: Send) => assert.equal(await send("/a"), status);
    await serve(routes, { policy: policy("127.0.0.0/8") }, {}, expect(200));
    await serve(routes, { policy: policy("192.0.2.0/24") }, {}, expect(403));
  });

  it("answers without the validation that it leaves out", () => {
    const needy = (name: string) => {
      const integration = new MockIntegration(name, { body: {}, scenarios: {} });
      const parameters = [{ name: "page", in: "query" as const, required: true, schema: { type: "string" } }];
      return Object.assign(integration, {
        operation: integration.operation.apply((operation) => ({ ...operation, parameters })),
      });
    };
    return serve(
      () => ({
        "GET /full": needy("full"),
        "GET /body": { integration: needy("body"), requestValidator: "body" },
        "GET /none": { integration: needy("none"), requestValidator: "none" },
        "GET /parameters": { integration: needy("parameters"), requestValidator: "parameters" },
      }),
      {},
      {},
      async (send) => {
        const statuses = ["/full", "/body", "/none", "/parameters", "/full?page=1"].map((path) => send(path));
        assert.deepEqual(await Promise.all(statuses), [400, 200, 200, 400, 200]);
      },
    );
  });
});
