import assert from "node:assert/strict";
import { watchRendering } from "../../src/vtl/watch.ts";
import { scopeOf } from "./rendering.ts";

const watch = (template: string, body = "") => watchRendering(template, scopeOf({ body }), 5000);

describe("a watched rendering", () => {
  it("tells what each reference held, round by round, and where it stands", () => {
    const { body, values } = watch(
      "#set($a = $input.path('$.a'))\n#foreach($x in $a)\n  \\\\$x$!{x}\n#end",
      '{"a":[1,{"b":2}]}',
    );
    assert.equal(body, "  \\11\n  \\{b=2}{b=2}\n");
    assert.deepEqual(
      values.map(({ line, column, written, text }) => [line, column, written, text]),
      [
        [1, 11, "$input.path('$.a')", '[1,{"b":2}]'],
        [2, 16, "$a", '[1,{"b":2}]'],
        [3, 5, "$x", "1"],
        [3, 7, "$!{x}", "1"],
        [3, 5, "$x", '{"b":2}'],
        [3, 7, "$!{x}", '{"b":2}'],
      ],
    );
  });

  it("tells which statement wrote which part of the output, but not what a string was put together from", () => {
    const { body = "", writes } = watch('#set($s = "<$input.body>")a $s\n#if(true)b#end', "x");
    assert.deepEqual(
      writes.map(({ line, written, from, to }) => [line, written, body.slice(from, to)]),
      [
        [1, "", "a "],
        [1, "$s", "<x>"],
        [1, "", "\n"],
        [2, "", "b"],
      ],
    );
  });

  it("fails as a value, with the place, and keeps what was read before", () => {
    const { message, ...place } = watch("#if(true)\n#set($x = )\n#end").error ?? {};
    assert.match(message ?? "", /^Unexpected "\)/);
    assert.deepEqual(place, { line: 2, column: 11 });
    const failed = watch("$input.body\n#set($l = [])\n$l.get(3)", "x");
    assert.equal(failed.error?.line, 3);
    assert.deepEqual([failed.body, failed.values[0]?.text], [undefined, "x"]);
  });

  it("ends in time", () => {
    const slow = '#foreach($i in [1..1000])#if($input.body.matches("(a+)+b"))#end#end';
    const { error } = watchRendering(slow, scopeOf({ body: "a".repeat(40) }), 200);
    assert.equal(error?.message, "The template takes more than 200 ms");
  });

  it("keeps a bounded number of values and characters", () => {
    const { values, writes } = watch("#foreach($i in [1..1000])$i $i $i $i#end$input.body", "x".repeat(5000));
    assert.equal(values.length, 2000);
    assert.equal(writes.length, 2000);
    assert.equal(watch("$input.body", "x".repeat(5000)).values[0]?.text.length, 1001);
  });
});
