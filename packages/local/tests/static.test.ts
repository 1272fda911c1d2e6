import assert from "node:assert/strict";
import { fileOf } from "../src/static.ts";

describe("the file that a path stands for", () => {
  it("is the page for a path without extension", () => {
    assert.equal(fileOf("/web/", "/"), "/web/index.html");
    assert.equal(fileOf("/web/", "/explorer/contact?x=1"), "/web/index.html");
  });

  it("is in the folder, or none", () => {
    assert.equal(fileOf("/web/", "/assets/app.js"), "/web/assets/app.js");
    for (const url of ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/..%5c..%2f..%2fetc/passwd.d", "/%", "/a%00.js"]) {
      const file = fileOf("/web/", url);
      assert.ok(file === undefined || file.startsWith("/web/"), `${url}: ${file}`);
    }
  });
});
