import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { S3Integration, type S3IntegrationArgs } from "../../../components/integrations/s3.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const put: S3IntegrationArgs = { method: "PUT", key: "uploads/{key}", contentTypes: ["image/png"] };
const get: S3IntegrationArgs = { method: "GET", key: "uploads/{key}", contentTypes: ["image/png"] };

const make = (args: S3IntegrationArgs) => run(() => new S3Integration("files", args));
const operationOf = async (args: S3IntegrationArgs) => resolved((await make(args)).result.operation);
const integrationOf = async (args: S3IntegrationArgs) => (await operationOf(args))["x-amazon-apigateway-integration"];
const statementsOf = async (args: S3IntegrationArgs) =>
  JSON.parse((await make(args)).inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement;

describe("S3Integration", () => {
  it("may put, or get, objects of its prefix, and nothing else", async () => {
    const Resource = ["arn:aws:s3:::files-bucket/uploads/*"];
    assert.deepEqual(await statementsOf(put), [{ Effect: "Allow", Action: ["s3:PutObject"], Resource }]);
    assert.deepEqual(await statementsOf(get), [{ Effect: "Allow", Action: ["s3:GetObject"], Resource }]);
  });

  it("is confined to the one object of a key without variables", async () => {
    const [{ Resource }] = await statementsOf({ method: "GET", key: "terms.html" });
    assert.deepEqual(Resource, ["arn:aws:s3:::files-bucket/terms.html"]);
  });

  it("may use the customer's key, to encrypt for a PUT and to decrypt for a GET", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
    const bucket = { arn: "arn:aws:s3:::theirs", kmsKeyArn };
    const [, encrypt] = await statementsOf({ ...put, bucket });
    assert.deepEqual(encrypt, { Effect: "Allow", Action: ["kms:GenerateDataKey"], Resource: [kmsKeyArn] });
    const [, decrypt] = await statementsOf({ ...get, bucket });
    assert.deepEqual(decrypt, { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [kmsKeyArn] });
  });

  it("may use the key that a transform has its own bucket encrypted with", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd";
    const applyServerSideEncryptionByDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn };
    const [, encrypt] = await statementsOf({
      ...put,
      transform: { encryption: { rules: [{ applyServerSideEncryptionByDefault }] } },
    });
    assert.deepEqual(encrypt, { Effect: "Allow", Action: ["kms:GenerateDataKey"], Resource: [kmsKeyArn] });
  });

  it("puts the path's key below the prefix, in the bucket's region", async () => {
    const { result } = await make(put);
    assert.deepEqual(result.pathParameters, ["key"]);
    assert.deepEqual(result.binaryMediaTypes, ["image/png"]);
    const { uri, requestParameters } = await integrationOf(put);
    assert.equal(uri, "arn:aws:apigateway:us-east-1:s3:path/files-bucket/uploads/{key}");
    assert.equal(requestParameters?.["integration.request.path.key"], "method.request.path.key");
    const bucket = { arn: "arn:aws-cn:s3:::theirs", bucketRegion: "cn-north-1" };
    assert.equal(
      (await integrationOf({ ...put, bucket })).uri,
      "arn:aws-cn:apigateway:cn-north-1:s3:path/theirs/uploads/{key}",
    );
  });

  it("stores under the client's type or under one of its own", async () => {
    const theirs = await operationOf(put);
    assert.deepEqual(
      theirs.parameters?.map((parameter) => [parameter.in, parameter.name, parameter.required]),
      [["header", "Content-Type", false]],
    );
    const header = "integration.request.header.Content-Type";
    const client = theirs["x-amazon-apigateway-integration"].requestParameters?.[header];
    assert.equal(client, "method.request.header.Content-Type");
    const own = await operationOf({ ...put, storedAs: "application/octet-stream" });
    assert.equal(own.parameters, undefined);
    const stored = own["x-amazon-apigateway-integration"].requestParameters?.[header];
    assert.equal(stored, "'application/octet-stream'");
  });

  it("hands on no header of the client but that, and no query parameter", async () => {
    assert.deepEqual(Object.keys((await integrationOf(put)).requestParameters ?? {}).sort(), [
      "integration.request.header.Content-Type",
      "integration.request.header.If-None-Match",
      "integration.request.path.key",
    ]);
    assert.deepEqual(Object.keys((await integrationOf(get)).requestParameters ?? {}), ["integration.request.path.key"]);
  });

  it("declares no body, which API Gateway would validate as JSON", async () => {
    assert.equal((await operationOf(put)).requestBody, undefined);
  });

  it("replaces no object, unless it is told to", async () => {
    const careful = await integrationOf(put);
    assert.equal(careful.requestParameters?.["integration.request.header.If-None-Match"], "'*'");
    assert.equal(careful.responses?.["412"]?.statusCode, "409");
    const bold = await operationOf({ ...put, overwrite: true });
    const { requestParameters = {}, responses = {} } = bold["x-amazon-apigateway-integration"];
    assert.equal("integration.request.header.If-None-Match" in requestParameters, false);
    assert.equal("412" in responses, false);
    assert.deepEqual(Object.keys(bold.responses), ["201", "400", "502"]);
  });

  it("answers a GET with the object's own type, as bytes where the types are binary", async () => {
    const { responses } = await integrationOf(get);
    assert.equal(responses?.["200"]?.contentHandling, "CONVERT_TO_BINARY");
    assert.equal(responses?.["200"]?.responseTemplates, undefined);
    assert.deepEqual(responses?.["200"]?.responseParameters, {
      "method.response.header.Content-Type": "integration.response.header.Content-Type",
      "method.response.header.ETag": "integration.response.header.ETag",
      "method.response.header.X-Content-Type-Options": "'nosniff'",
    });
    const text = await integrationOf({ method: "GET", key: "terms.html" });
    assert.equal(text.responses?.["200"]?.contentHandling, undefined);
  });

  it("takes S3's 403 to a GET for a missing object, and to a PUT for a failure", async () => {
    const got = (await integrationOf(get)).responses;
    assert.deepEqual(
      [got?.["403"]?.statusCode, got?.["404"]?.statusCode, got?.default?.statusCode],
      ["404", "404", "502"],
    );
    const stored = (await integrationOf(put)).responses;
    assert.deepEqual([stored?.["403"], stored?.default?.statusCode], [undefined, "502"]);
  });

  it("creates a private bucket unless it is given one", async () => {
    const type = "aws:s3/bucket:Bucket";
    assert.deepEqual((await make(get)).names(type), ["files-bucket"]);
    const { result, names } = await run(
      () => new S3Integration("files", { ...get, bucket: new aws.s3.Bucket("theirs") }),
    );
    assert.deepEqual(names(type), ["theirs"]);
    assert.equal(result.bucket, undefined);
    assert.equal(await resolved(result.bucketArn), "arn:aws:s3:::theirs");
  });

  for (const [args, message] of [
    [{ ...put, key: "/uploads/{key}" }, "key: expected letters, digits, !_.'()- and slashes, not as the first"],
    [{ ...put, key: "uploads/*" }, "key: expected letters"],
    [{ ...put, key: "uploads/../{key}" }, "key: expected letters"],
    [{ ...put, key: "" }, "key: expected letters"],
    [{ ...put, contentTypes: ["*/*"] }, 'contentTypes: expected a media type, got "*/*"'],
    [{ ...put, storedAs: "it's" }, 'storedAs: expected a media type, got "it\'s"'],
    [{ ...get, storedAs: "image/png" }, 'storedAs: expected undefined for GET, got "image/png"'],
    [{ ...get, overwrite: true }, "overwrite: expected undefined for GET, got true"],
  ] as const) {
    it(`refuses ${JSON.stringify(args)} before it creates anything`, async () => {
      const { resources } = await run(() => {
        assert.throws(
          () => new S3Integration("files", args),
          ({ message: got }: Error) => got.startsWith(`S3Integration "files": ${message}`),
        );
      });
      assert.deepEqual(resources, []);
    });
  }
});
