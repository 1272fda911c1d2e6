import assert from "node:assert/strict";
import { mockStatus } from "../../src/integrations/mock.ts";

describe("status of a mock integration", () => {
  const read = ['{"statusCode": 200}', '{"statusCode": 200, "": ""}', "{statusCode: 200}", "{'statusCode': 200}"];
  const lenient = [
    "{ statusCode: 200 , }",
    '{"statusCode": 200 ,, }',
    '{"statusCode": 200 , null: null }',
    "{statusCode: 200, \"value\": 'goog'}",
    "{statusCode: 200, foo'}: [ba r]}",
    "{\n  statusCode: 200\n}",
  ];
  for (const text of [...read, ...lenient]) {
    it(`is read from ${JSON.stringify(text)}`, () => assert.equal(mockStatus(text), 200));
  }

  const unreadable = [
    "",
    "x",
    "{}",
    "[200]",
    "null",
    "200",
    "statusCode: 200",
    '{"statusCode": "200"}',
    '{"statusCode": 200.5}',
    "{statusCode: 2xx}",
    "{statusCode: '200'}",
    "{'statusCode\": 200}",
    "{statusCode: 200, {foo: 1}",
    "{statusCode: 200, foo: [1}",
    "{statusCode: 200, foo}",
  ];
  for (const text of unreadable) {
    it(`is not in ${JSON.stringify(text)}`, () => assert.equal(mockStatus(text), undefined));
  }

  it("may be any integer", () => assert.equal(mockStatus('{"statusCode": -1000}'), -1000));
});
