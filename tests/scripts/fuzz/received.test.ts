import assert from "node:assert/strict";
import type { RawRequest } from "../../../scripts/fuzz/exchange.ts";
import { faultInCalls } from "../../../scripts/fuzz/received.ts";
import type { Call } from "../../../scripts/fuzz/recorder.ts";

const request: RawRequest = {
  kind: "POST /contact",
  method: "POST",
  target: "/contact",
  headers: ["Content-Type: application/json", "X-Any: 1"],
  body: Buffer.from('{"message":"a&b"}'),
};
const FORM =
  "Action=SendMessage&MessageBody=%7B%22message%22%3A%22a%26b%22%7D&MessageAttribute.1.Name=SubmissionId" +
  "&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=1";
const sqs = (body: string, headers: readonly string[] = ["host", "sqs"]): Call => ({
  backend: "sqs",
  method: "POST",
  url: "/000000000000/submissions-queue",
  headers,
  body: Buffer.from(body),
});
const accepted = { status: 202, headers: [], body: "{}" };
const faultOf = (...calls: Call[]) => faultInCalls(request, accepted, calls);

describe("what the fuzz run finds in a call to a backend", () => {
  it("is nothing where the client's text came word for word", () => {
    assert.equal(faultOf(sqs(FORM)), undefined);
  });

  it("is another text, another action, or a parameter that the client added", () => {
    assert.match(faultOf(sqs(FORM.replace("%26b", "%20b"))) ?? "", /^message: /);
    assert.match(faultOf(sqs(FORM.replace("SendMessage", "DeleteQueue"))) ?? "", /^action: /);
    assert.match(faultOf(sqs(`${FORM}&DelaySeconds=9`)) ?? "", /^names: /);
    assert.match(faultOf(sqs(`${FORM}&Action=PurgeQueue`)) ?? "", /a parameter twice/);
  });

  it("is a header of the client's, a second call, a call for what was refused, and none for what was accepted", () => {
    assert.equal(faultOf(sqs(FORM, ["host", "sqs", "x-any", "1"])), "headers gained by sqs: x-any");
    assert.equal(faultOf(sqs(FORM), sqs(FORM)), "2 calls to backends");
    assert.equal(faultInCalls(request, { ...accepted, status: 400 }, [sqs(FORM)]), "400, and a call to sqs");
    assert.equal(faultOf(), "no call to a backend");
  });

  it("is a byte that another one stands for, unless it is of a text: of two types the last one counts", () => {
    const bytes = Buffer.from([0x25, 0x80]);
    const put = (...types: string[]): RawRequest => ({
      ...{ kind: "PUT /attachments/", method: "PUT", target: "/attachments/a", body: bytes },
      headers: types.map((type) => `Content-Type: ${type}`),
    });
    const url = "/attachments-bucket/attachments/a";
    const s3 = (body: Buffer): Call => ({ backend: "s3", method: "PUT", url, headers: ["host", "s3"], body });
    const stored = { status: 201, headers: [], body: "{}" };
    const asText = Buffer.from(bytes.toString());
    for (const types of [["application/pdf"], ["text/plain", "application/pdf"]]) {
      assert.equal(faultInCalls(put(...types), stored, [s3(bytes)]), undefined);
      assert.match(faultInCalls(put(...types), stored, [s3(asText)]) ?? "", /^bytes: /);
    }
    for (const types of [["text/plain"], ["application/pdf", "text/plain"]]) {
      assert.equal(faultInCalls(put(...types), stored, [s3(asText)]), undefined);
      assert.match(faultInCalls(put(...types), stored, [s3(bytes)]) ?? "", /^bytes: /);
    }
  });

  it("is a path that leads elsewhere", () => {
    const get: RawRequest = {
      ...request,
      kind: "GET /postal-codes/us/",
      method: "GET",
      target: "/postal-codes/us/..%2f",
    };
    const postal = (url: string, host = "api.zippopotam.us"): Call => ({
      ...{ backend: "postal", method: "GET", url, headers: ["host", host], body: Buffer.alloc(0) },
    });
    const ok = { status: 200, headers: [], body: "{}" };
    assert.equal(faultInCalls(get, ok, [postal("/us/..%2f")]), undefined);
    assert.match(faultInCalls(get, ok, [postal("/us/")]) ?? "", /^path: /);
    assert.match(faultInCalls(get, ok, [postal("/us/..%2f?x=1")]) ?? "", /^path: /);
    assert.match(faultInCalls(get, ok, [postal("/us/..%2f", "evil.example")]) ?? "", /^host: /);
  });
});
