import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The text of every source file of localhost and of the gateway. */
const sources = ["packages/local/src", "packages/gateway/src"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  )
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

describe("docs/troubleshooting.md", () => {
  const page = readFileSync("docs/troubleshooting.md", "utf8");

  for (const text of [
    "is in use",
    "There is no Pulumi.",
    "The program needs the setting ",
    "which Pulumi.yaml does not declare",
    "has no effect here",
    "Cannot write to ",
    "The page is not built",
    "Missing Authentication Token",
    "Unsupported Media Type",
    "Invalid request body",
    "Not served on localhost: ",
    "can name one that does",
  ]) {
    it(`has a message that the program prints: ${text}`, () => {
      assert.ok(page.includes(text), "the page");
      assert.ok(sources.includes(text), "the sources");
    });
  }
});
