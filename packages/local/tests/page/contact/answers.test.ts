import assert from "node:assert/strict";
import { townsOf } from "../../../page/contact/postal.ts";
import { messageIdOf, refusal } from "../../../page/contact/submit.ts";

describe("answers to the form", () => {
  it("give the queue's id of the message, if they have one", () => {
    assert.equal(messageIdOf('{"messageId":"m-1"}'), "m-1");
    assert.equal(messageIdOf("<html>"), undefined);
    assert.equal(messageIdOf('{"messageId":1}'), undefined);
  });

  it("that refuse it say what to do next", () => {
    assert.deepEqual(refusal({ status: 400, body: '{"message":"Invalid request body"}' }), {
      state: "refused",
      title: "The gateway did not accept the form.",
      detail: "Check the fields. The gateway said: Invalid request body",
    });
    assert.match(refusal({ status: 429, body: "" }).detail, /^Wait a moment/);
    assert.match(refusal({ status: 504, body: "" }).detail, /try again\. Status 504\.$/);
  });
});

describe("the postal-code service's answer", () => {
  it("names the towns", () => {
    assert.deepEqual(townsOf('{"places":[{"place name":"Beverly Hills"},{"state":"x"}]}'), ["Beverly Hills"]);
    assert.deepEqual(townsOf("{}"), []);
    assert.deepEqual(townsOf("not JSON"), []);
  });
});
