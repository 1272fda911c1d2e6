import assert from "node:assert/strict";
import { townsOf } from "../../../page/contact/postal.ts";
import { refusal, submissionIdOf } from "../../../page/contact/submit.ts";

describe("answers to the form", () => {
  it("have the ID under which the submission is stored", () => {
    assert.equal(submissionIdOf('{"submissionId":"m-1"}'), "m-1");
    assert.equal(submissionIdOf("<html>"), undefined);
    assert.equal(submissionIdOf('{"submissionId":1}'), undefined);
  });

  it("say what to do next after an error", () => {
    assert.deepEqual(refusal({ status: 400, body: '{"message":"Invalid request body"}' }), {
      state: "refused",
      title: "API Gateway did not accept the form.",
      detail: "Check the fields. API Gateway said: Invalid request body",
    });
    assert.match(refusal({ status: 429, body: "" }).detail, /^Wait a moment/);
    assert.match(refusal({ status: 504, body: "" }).detail, /send it again\. Status 504\.$/);
  });
});

describe("the postal-code service's answer", () => {
  it("names the towns", () => {
    assert.deepEqual(townsOf('{"places":[{"place name":"Beverly Hills"},{"state":"x"}]}'), ["Beverly Hills"]);
    assert.deepEqual(townsOf("{}"), []);
    assert.deepEqual(townsOf("not JSON"), []);
  });
});
