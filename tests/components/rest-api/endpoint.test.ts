import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { makeApi, refusal } from "./apis.ts";

const REST_API = "aws:apigateway/restApi:RestApi";

async function api(change: () => Partial<RestApiArgs>) {
  const { inputs, names } = await makeApi(change);
  assert.deepEqual(names("aws:apigateway/restApiPolicy:RestApiPolicy"), []);
  const { body, ...args } = inputs(REST_API);
  return { args, document: JSON.parse(body) };
}

describe("an API's endpoint", () => {
  it("is regional, for everybody, by default", async () => {
    const { document, args } = await api(() => ({}));
    assert.deepEqual(args, {
      description: "An API",
      putRestApiMode: "overwrite",
      failOnWarnings: true,
      endpointConfiguration: { types: "REGIONAL" },
    });
    assert.equal(document["x-amazon-apigateway-policy"], undefined);
    assert.equal(document.servers, undefined);
  });

  it("has its policy in the document, given as text or as an output of JSON", async () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "execute-api:Invoke",
          Resource: "execute-api:/*",
          Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
        },
      ],
    };
    for (const given of [() => JSON.stringify(policy), () => pulumi.output(policy)]) {
      const { document, args } = await api(() => ({ policy: given() }));
      assert.deepEqual(document["x-amazon-apigateway-policy"], policy);
      assert.equal(args.policy, undefined);
    }
  });

  it("is private, and called through the VPC's endpoints alone", async () => {
    const { document, args } = await api(() => ({
      endpointType: "PRIVATE",
      vpcEndpointIds: ["vpce-1", pulumi.output("vpce-2")],
    }));
    assert.deepEqual(args.endpointConfiguration, { types: "PRIVATE", vpcEndpointIds: ["vpce-1", "vpce-2"] });
    assert.deepEqual(document.servers[0]["x-amazon-apigateway-endpoint-configuration"], {
      vpcEndpointIds: ["vpce-1", "vpce-2"],
    });
    assert.deepEqual(document["x-amazon-apigateway-policy"].Statement, [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "execute-api:Invoke",
        Resource: "execute-api:/*",
        Condition: { StringNotEquals: { "aws:SourceVpce": ["vpce-1", "vpce-2"] } },
      },
      { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
    ]);
  });

  it("is that of custom domains alone, in the document as well", async () => {
    const { document, args } = await api(() => ({ disableExecuteApiEndpoint: true }));
    assert.equal(args.disableExecuteApiEndpoint, true);
    assert.deepEqual(document.servers[0]["x-amazon-apigateway-endpoint-configuration"], {
      disableExecuteApiEndpoint: true,
    });
  });

  const refusals: [Partial<RestApiArgs>, string][] = [
    [{ vpcEndpointIds: ["vpce-1"] }, 'vpcEndpointIds: expected them with endpointType "PRIVATE" alone, got "REGIONAL"'],
    [{ policy: "{" }, 'policy: expected JSON, got "{"'],
    [
      { endpointType: "PRIVATE" },
      "policy: expected a policy, or vpcEndpointIds, because a private API without one refuses every call, got undefined",
    ],
  ];
  for (const [change, message] of refusals) {
    it(`is refused with ${JSON.stringify(change)}`, async () => {
      assert.deepEqual(await refusal(() => change), { message: `RestApi "api": ${message}`, made: [] });
    });
  }
});
