import assert from "node:assert/strict";
import {
  createRecord,
  groupHeaders,
  headerValue,
  isSendable,
  removeHeaders,
  setHeader,
} from "../../src/request/headers.ts";

describe("raw headers", () => {
  it("have a value by name in any case, the last one", () => {
    const headers = ["Accept", "a", "X-ID", "1", "x-id", "2"];
    assert.equal(headerValue(headers, "x-id"), "2");
    assert.equal(headerValue(headers, "x-i"), undefined);
  });

  it("take a header in the place of those of the same name", () => {
    const headers = ["X-ID", "1", "Accept", "a", "x-id", "2"];
    setHeader(headers, "X-Id", ["3", "4"]);
    assert.deepEqual(headers, ["Accept", "a", "X-Id", "3", "X-Id", "4"]);
  });

  it("lose headers by name", () => {
    const headers = ["TE", "a", "Accept", "b", "te", "c"];
    removeHeaders(headers, new Set(["te"]));
    assert.deepEqual(headers, ["Accept", "b"]);
  });

  it("are grouped by the name as it was sent", () => {
    const grouped = groupHeaders(["X-ID", "1", "x-id", "2", "X-ID", "3", "__proto__", "4"]);
    assert.deepEqual(Object.entries(grouped), [
      ["X-ID", ["1", "3"]],
      ["x-id", ["2"]],
      ["__proto__", ["4"]],
    ]);
  });

  it("cannot be sent with a line break in them", () => {
    assert.equal(isSendable("X-Id", "a\tb é"), true);
    assert.equal(isSendable("X-Id", "a\r\nSet-Cookie: b"), false);
    assert.equal(isSendable("X Id", "a"), false);
    assert.equal(isSendable("", "a"), false);
  });
});

describe("a record", () => {
  it("has the members that it is given, whatever their names, and no others", () => {
    const record = createRecord<string>();
    assert.equal("constructor" in record, false);
    for (const name of ["__proto__", "b"]) record[name] = name;
    assert.equal(JSON.stringify(record), '{"__proto__":"__proto__","b":"b"}');
    assert.deepEqual(Object.keys(createRecord()), []);
  });
});
