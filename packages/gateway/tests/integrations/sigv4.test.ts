import assert from "node:assert/strict";
import { signedHeaders } from "../../src/integrations/sigv4.ts";
import { parseAddress } from "../../src/integrations/uri.ts";

const credentials = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: undefined as string | undefined,
};

describe("Signature Version 4", () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    for (const [name, value] of Object.entries(credentials)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  afterEach(() => {
    process.env = before;
  });

  /** Signature of a request of AWS's Signature Version 4 test suite. */
  function signature(method: string, url: string, headers: string[] = [], body = ""): string {
    const request = { service: "service", region: "us-east-1", method, address: parseAddress(url), headers, body };
    const signed = signedHeaders(request, new Date("2015-08-30T12:36:00Z"));
    return signed[signed.indexOf("Authorization") + 1]?.split("Signature=")[1] ?? "";
  }

  it("gives the signatures of AWS's test suite", () => {
    assert.equal(
      signature("GET", "https://example.amazonaws.com/"),
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    );
    assert.equal(
      signature("POST", "https://example.amazonaws.com/"),
      "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    );
    assert.equal(
      signature("GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1"),
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    );
    assert.equal(
      signature(
        "POST",
        "https://example.amazonaws.com/",
        ["Content-Type", "application/x-www-form-urlencoded"],
        "Param1=value1",
      ),
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    );
  });

  it("carries a session token, and signs it", () => {
    process.env.AWS_SESSION_TOKEN = "token";
    const address = parseAddress("http://localhost/");
    const request = { service: "sqs", region: "eu-west-1", method: "POST", address, headers: [], body: "" };
    const signed = signedHeaders(request, new Date("2015-08-30T12:36:00Z"));
    assert.equal(signed[signed.indexOf("X-Amz-Security-Token") + 1], "token");
    assert.match(
      signed[signed.indexOf("Authorization") + 1] ?? "",
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/eu-west-1\/sqs\/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, /,
    );
  });

  it("uses dummy credentials where there are none", () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    const address = parseAddress("http://localhost/");
    const signed = signedHeaders({
      service: "sqs",
      region: "us-east-1",
      method: "POST",
      address,
      headers: [],
      body: "",
    });
    assert.match(signed.join(), /Credential=test\//);
  });
});
