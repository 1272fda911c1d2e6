import assert from "node:assert/strict";
import { templateOrigins } from "../../src/mapping/template.ts";

describe("templateOrigins", () => {
  const originOf = templateOrigins({
    "templates/put.vtl": "## puts\nput $table\n",
    "templates/set.vtl": '#set($a = "1")\n$a',
    "templates/windows.vtl": "one\r\ntwo\r\n",
    "templates/form.vtl": "Action=Publish&Message=$util.urlEncode($input.body)\n",
  });

  it("names the file whose text the template is", () => {
    assert.deepEqual(originOf("## puts\nput $table"), { file: "templates/put.vtl", fileLine: 1 });
    assert.deepEqual(originOf("one\r\ntwo"), { file: "templates/windows.vtl", fileLine: 1 });
  });

  it("passes over the #set lines put before it", () => {
    const source = '#set($table = "t")\n#set($list = ["a", "b"])\n## puts\nput $table';
    assert.deepEqual(originOf(source), { file: "templates/put.vtl", fileLine: 3 });
  });

  it("keeps the #set lines of the file itself", () => {
    assert.deepEqual(originOf('#set($a = "1")\n$a'), { file: "templates/set.vtl", fileLine: 1 });
    assert.deepEqual(originOf('#set($b = "1")\n#set($a = "1")\n$a'), { file: "templates/set.vtl", fileLine: 2 });
  });

  it("passes over the parameters put after a form", () => {
    const source = "Action=Publish&Message=$util.urlEncode($input.body)&MessageGroupId=all";
    assert.deepEqual(originOf(`#set($a = "1")\n${source}`), { file: "templates/form.vtl", fileLine: 2 });
    assert.equal(originOf("Action=Publish&Message=$util.urlEncode($input.body)x"), undefined);
  });

  it("names no file for other text, or text around a file's", () => {
    assert.equal(originOf("put $table"), undefined);
    assert.equal(originOf("## puts\nput $table\nmore"), undefined);
    assert.equal(originOf("more\n## puts\nput $table"), undefined);
    assert.equal(templateOrigins()("## templates/put.vtl\nput"), undefined);
  });
});
