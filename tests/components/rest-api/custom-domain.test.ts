import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { CustomDomain, type CustomDomainArgs, checkClosed } from "../../../components/rest-api/custom-domain.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const RECORD = "aws:route53/record:Record";
const DOMAIN = "aws:apigateway/domainName:DomainName";

function domain(args: Partial<CustomDomainArgs> = {}, api: aws.apigateway.RestApiArgs = {}) {
  const rest = new aws.apigateway.RestApi("rest", api);
  const stage = new aws.apigateway.Stage("stage", { restApi: rest.id, stageName: "test", deployment: "d" });
  return new CustomDomain("api", {
    api: rest,
    stage,
    domainName: "api.example.com",
    hostedZoneId: "Z1",
    ...args,
  });
}

describe("CustomDomain", () => {
  it("proves a certificate by a record in the hosted zone, and waits until it is issued", async () => {
    const { inputs } = await run(() => domain());
    assert.deepEqual(inputs("aws:acm/certificate:Certificate"), {
      domainName: "api.example.com",
      validationMethod: "DNS",
    });
    assert.deepEqual(inputs(RECORD, "api-proof"), {
      zoneId: "Z1",
      name: "_proof.api.example.com.",
      type: "CNAME",
      records: ["_proof.acm-validations.aws."],
      ttl: 300,
      allowOverwrite: true,
    });
    const arn = "arn:aws:acm:us-east-1:123456789012:certificate/api-certificate-id";
    assert.deepEqual(inputs("aws:acm/certificateValidation:CertificateValidation"), {
      certificateArn: arn,
      validationRecordFqdns: ["_proof.api.example.com."],
    });
    assert.equal(inputs(DOMAIN).regionalCertificateArn, arn);
  });

  it("is regional, takes TLS 1.2 or newer, and leads to the stage", async () => {
    const { inputs, result } = await run(() => domain());
    const { regionalCertificateArn, ...others } = inputs(DOMAIN);
    assert.deepEqual(others, {
      domainName: "api.example.com",
      endpointConfiguration: { types: "REGIONAL" },
      securityPolicy: "TLS_1_2",
    });
    assert.deepEqual(inputs("aws:apigateway/basePathMapping:BasePathMapping"), {
      domainName: "api.example.com",
      restApi: "rest-id",
      stageName: "test",
    });
    assert.deepEqual(inputs(RECORD, "api-address"), {
      zoneId: "Z1",
      name: "api.example.com",
      type: "A",
      aliases: [
        {
          name: "d-api-domain-id.execute-api.us-east-1.amazonaws.com",
          zoneId: "Z1UJRXOUMOOFQ8",
          evaluateTargetHealth: false,
        },
      ],
    });
    assert.equal(await resolved(result.url), "https://api.example.com");
  });

  it("takes a certificate and leaves DNS alone where it is somebody else's", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/c";
    const { inputs, names, result } = await run(() =>
      domain({ hostedZoneId: undefined, certificateArn, basePath: "v1" }),
    );
    assert.deepEqual([...names("aws:acm/certificate:Certificate"), ...names(RECORD)], []);
    assert.equal(inputs(DOMAIN).regionalCertificateArn, certificateArn);
    assert.equal(inputs("aws:apigateway/basePathMapping:BasePathMapping").basePath, "v1");
    assert.equal(await resolved(result.url), "https://api.example.com/v1");
    assert.equal(await resolved(result.target), "d-api-domain-id.execute-api.us-east-1.amazonaws.com");
  });

  describe("with mutual TLS", () => {
    const truststore = { uri: "s3://certificates/truststore.pem", version: "v7" };

    it("asks clients for a certificate", async () => {
      const { inputs } = await run(() => domain({ truststore }, { disableExecuteApiEndpoint: true }));
      assert.deepEqual(inputs(DOMAIN).mutualTlsAuthentication, {
        truststoreUri: "s3://certificates/truststore.pem",
        truststoreVersion: "v7",
      });
    });

    for (const disableExecuteApiEndpoint of [false, undefined]) {
      it(`refuses an API whose own host is open (${disableExecuteApiEndpoint})`, () => {
        assert.throws(() => checkClosed(disableExecuteApiEndpoint), {
          message:
            "truststore: expected an API with disableExecuteApiEndpoint, because mutual TLS protects the custom domain " +
            `alone, got ${disableExecuteApiEndpoint}`,
        });
      });
    }
  });

  for (const [args, message] of [
    [
      { domainName: "https://api.example.com" },
      'domainName: expected a host in lower case such as "api.example.com", got "https://api.example.com"',
    ],
    [
      { domainName: "API.example.com" },
      'domainName: expected a host in lower case such as "api.example.com", got "API.example.com"',
    ],
    [
      { hostedZoneId: undefined },
      "certificateArn: expected a certificate, because there is no hosted zone to prove a new one by, got undefined",
    ],
    [{ basePath: "/v1" }, 'basePath: expected one part of a path, of letters, digits and -._~, got "/v1"'],
    [{ basePath: "" }, 'basePath: expected one part of a path, of letters, digits and -._~, got ""'],
    [
      { truststore: { uri: "https://certificates/truststore.pem" } },
      'truststore: expected a URI such as "s3://bucket/truststore.pem", got "https://certificates/truststore.pem"',
    ],
  ] as [Partial<CustomDomainArgs>, string][]) {
    it(`refuses ${JSON.stringify(args)} before it creates anything`, async () => {
      const { names } = await run(() =>
        assert.throws(() => domain(args), { message: `CustomDomain "api": ${message}` }),
      );
      assert.deepEqual(names(DOMAIN), []);
    });
  }
});
